using Syncline.Core.Errors;
using Syncline.OAuth.Errors;

namespace Syncline.OAuth.RemoteSignIn;

/// <summary>What can be wrong with the lines that travel between the two machines. The lines themselves are never repeated.</summary>
internal static class RemoteSignInErrors
{
    public static SignInException OtherSignIn() => Of(
        OAuthErrorId.AnswerOfAnotherSignIn,
        "The pasted line answers another sign-in than the one that is waiting here: an earlier one, or one of another connection.",
        "On the other machine run the command that is shown here now, and paste the line that it prints.");

    public static SignInException Altered() => Of(
        OAuthErrorId.AnswerAltered,
        "The pasted line is not as it was printed: a part is missing, or something was changed, so it was not used.",
        "Copy the whole line again, from syncline-answer-1. to its end, and paste it as one line.");

    public static SignInException RequestPasted() => Of(
        OAuthErrorId.RequestPasted,
        "What was pasted is the command for the other machine, not its result.",
        "Run it on the machine that has a browser; the line that it prints, beginning with syncline-answer-1., belongs here.");

    public static SignInException NotARequest(string text) => Of(
        OAuthErrorId.NotARequest,
        text.StartsWith(RemoteAnswer.Prefix, StringComparison.Ordinal)
            ? "That is the result of syncline authorize, not a request for it."
            : "That is not a whole request for a sign-in.",
        text.StartsWith(RemoteAnswer.Prefix, StringComparison.Ordinal)
            ? "Paste it on the machine where syncline connection authorize … --no-browser waits."
            : "Copy the whole command again, from syncline authorize to its end, from the machine where the sign-in waits "
                + "(syncline connection authorize NAME --no-browser). Both machines need the same version of Syncline.");

    public static SignInException Expired(RemoteRequest request) => Of(
        OAuthErrorId.RequestExpired,
        $"The sign-in for {request.System} no longer waits: its time was over at {request.ExpiresAt:u}.",
        $"Start it again on that machine: syncline connection authorize {request.Connection} --no-browser. (If it still waits, compare the clocks of both machines.)");

    public static SignInException ForeignAnswer() => Of(
        OAuthErrorId.WrongState,
        "The answer that came back does not belong to this sign-in (its state is another), so it was not used.",
        "Close other sign-in windows and start again; if it goes on, some program or page is interfering.");

    private static SignInException Of(string id, string message, string advice) =>
        new(new ErrorDetail { Id = id, Phase = ErrorPhase.SignIn, Message = message, Advice = advice, Recovery = Recovery.SignInAgain });
}
