using Microsoft.Extensions.Logging;
using Syncline.Sandbox.Site.Access;
using Syncline.Sandbox.Site.Batch;
using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Functions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Model;
using Syncline.Sandbox.Site.Rows;
using Syncline.Sandbox.Site.Store;

namespace Syncline.Sandbox.Site;

/// <summary>The Web API behind its address: the first segment of the path decides who answers.</summary>
internal sealed class WebApi(
    Catalog catalog, SiteStore store, ServiceDocument document, ModelDocument model, DefinitionRoutes definitions, SiteFunctions functions, SiteActions actions, RowRoutes rows, Impersonation impersonation, ILogger<WebApi> log)
{
    /// <summary>Some of the tables that every site has and this one lacks: to say that they are not there would be a guess at something else.</summary>
    private static readonly string[] OfEverySite =
    [
        "asyncoperations", "audits", "connections", "duplicaterules", "importjobs", "plugintypes", "processes", "publishers", "roles", "solutions", "subjects",
        "workflows",
    ];

    /// <summary>The answer of a request; what goes wrong is an answer too.</summary>
    public async ValueTask<SiteAnswer> TryAnswerAsync(SiteRequest request, Guid requestId)
    {
        try
        {
            return await AnswerAsync(request.Path is [{ Name: "$batch" }] ? request : impersonation.Apply(request));
        }
        catch (SiteException error)
        {
            return ErrorAnswer.Of(error, request.Prefer, requestId);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            log.LogError(error, "The sandbox failed on {Method} {Path}", request.Method, request.RawPath);
            return ErrorAnswer.Of(new SiteException(500, "0x80040216", $"The sandbox failed: {error.Message}") { Name = "UnExpected" }, request.Prefer, requestId);
        }
    }

    private async ValueTask<SiteAnswer> AnswerAsync(SiteRequest request)
    {
        if (request.Path.Count == 0)
        {
            return request.Method == "GET" ? document.Answer(request) : throw SiteErrors.MethodNotAllowed(request.Method);
        }

        var name = request.Path[0].Name;
        if (name == "$metadata")
        {
            return request.Method == "GET" ? model.Answer() : throw SiteErrors.MethodNotAllowed(request.Method);
        }

        if (name == "$batch")
        {
            return await new BatchAnswer(store, TryAnswerAsync).AnswerAsync(request);
        }

        if (DefinitionRoutes.Knows(name))
        {
            return definitions.Answer(request);
        }

        if (SiteFunctions.Knows(name))
        {
            return functions.Answer(request);
        }

        if (SiteActions.Knows(name))
        {
            return await actions.AnswerAsync(request);
        }

        return catalog.FindSet(name) is { } table ? await rows.AnswerAsync(request, table)
            : OfEverySite.Contains(name, StringComparer.Ordinal) ? throw SiteErrors.NotSupported($"the table '{name}', which every site has")
            : throw SiteErrors.NoSegment(name);
    }
}
