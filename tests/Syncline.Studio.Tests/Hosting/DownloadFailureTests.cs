using System.Text;
using Microsoft.AspNetCore.Http;
using Syncline.Core.Errors;
using Syncline.Studio.Hosting;

namespace Syncline.Studio.Tests.Hosting;

public sealed class DownloadFailureTests
{
    public static TheoryData<Exception, int, string> Failures { get; } = new()
    {
        { new IOException("No space left on device", 28), 507, "The disk is full: No space left on device Free some space, or point SYNCLINE_HOME to another disk, then do it again. Nothing was lost." },
        { new UnauthorizedAccessException("Access to the path is denied."), 507, "Access to the path is denied. Check who owns the file or folder and its permissions." },
        { new ReadException(new ErrorDetail { Id = "X1", Phase = ErrorPhase.Read, Message = "The file ended.", Advice = "Fetch it again." }), 409, "The file ended. Fetch it again." },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task A_download_that_can_not_be_made_says_why(Exception exception, int status, string message)
    {
        var context = new DefaultHttpContext();
        using var body = new MemoryStream();
        context.Response.Body = body;
        context.Response.Headers.ContentDisposition = "attachment; filename=\"a.csv\"";

        DownloadFailure.IsExpected(exception).ShouldBeTrue();
        await DownloadFailure.AnswerAsync(context, exception);

        context.Response.StatusCode.ShouldBe(status);
        context.Response.Headers.ContentDisposition.ShouldBeEmpty();
        Encoding.UTF8.GetString(body.ToArray()).ShouldBe(message);
    }
}
