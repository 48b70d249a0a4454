using Syncline.Sandbox.Site.Definitions;
using Syncline.Sandbox.Site.Functions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Model;
using Syncline.Sandbox.Site.Rows;

namespace Syncline.Sandbox.Site;

/// <summary>The Web API behind its address: the first segment of the path decides who answers.</summary>
internal sealed class WebApi(Catalog catalog, ServiceDocument document, ModelDocument model, DefinitionRoutes definitions, SiteFunctions functions, RowRoutes rows)
{
    public async ValueTask<SiteAnswer> AnswerAsync(SiteRequest request)
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
            throw SiteErrors.NotSupported("$batch");
        }

        if (DefinitionRoutes.Knows(name))
        {
            return definitions.Answer(request);
        }

        if (SiteFunctions.Knows(name))
        {
            return functions.Answer(request);
        }

        return catalog.FindSet(name) is { } table ? await rows.AnswerAsync(request, table) : throw SiteErrors.NoSegment(name);
    }
}
