using Syncline.Core.Errors;

namespace Syncline.OAuth.Errors;

/// <summary>
/// Words for one refusal. Texts may hold <c>{name}</c> (connection), <c>{app}</c> (client id), <c>{redirect}</c> (as registered),
/// <c>{tenant}</c>, <c>{consent}</c> (link for an administrator), <c>{scope}</c>, <c>{authorize}</c> and <c>{token}</c> (the two URLs).
/// </summary>
/// <param name="Id">Our stable id.</param>
/// <param name="Message">What happened and why, one sentence.</param>
/// <param name="Advice">What to click or run.</param>
/// <param name="Option">Option whose change mends it; null when none does.</param>
/// <param name="Recovery">What recovers.</param>
internal sealed record RefusalWords(string Id, string Message, string Advice, string? Option = null, Recovery Recovery = Recovery.Stop);
