using System.Text.Json;
using System.Text.RegularExpressions;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;
using Syncline.Sandbox.Site.Query;
using Syncline.Sandbox.Site.Store;
using Syncline.Sandbox.Site.Writing;

namespace Syncline.Sandbox.Site.Functions;

/// <summary>The unbound functions of the site.</summary>
internal sealed partial class SiteFunctions(Catalog catalog, SiteStore store, RowWriting rows, SandboxOptions options)
{
    private static readonly string[] Names = ["WhoAmI", "RetrieveVersion", "RetrieveCurrentOrganization", "RetrieveTotalRecordCount", "CalculateRollupField"];

    public static bool Knows(string name) => Names.Contains(name, StringComparer.Ordinal);

    public SiteAnswer Answer(SiteRequest request)
    {
        if (request.Method != "GET")
        {
            throw SiteErrors.NoResource(request.ServiceRoot + request.RawPath);
        }

        return request.Path[0].Name switch
        {
            "WhoAmI" => WhoAmI(request),
            "RetrieveVersion" => Response(request, "RetrieveVersionResponse", json => json.WriteString("Version", SiteFacts.ProductVersion)),
            "RetrieveCurrentOrganization" => CurrentOrganization(request),
            "CalculateRollupField" => Roll(request),
            _ => TotalRecordCount(request),
        };
    }

    private static SiteAnswer Response(SiteRequest request, string type, Action<Utf8JsonWriter> write) => SiteAnswer.Json(200, json =>
    {
        json.WriteStartObject();
        json.WriteString("@odata.context", $"{request.ContextRoot}Microsoft.Dynamics.CRM.{type}");
        write(json);
        json.WriteEndObject();
    });

    private SiteAnswer WhoAmI(SiteRequest request) => Response(request, "WhoAmIResponse", json =>
    {
        json.WriteString("BusinessUnitId", options.Directory.Users.FirstOrDefault(user => user.Id == request.Caller.UserId)?.BusinessUnitId ?? options.Directory.BusinessUnitId);
        json.WriteString("UserId", request.Caller.UserId);
        json.WriteString("OrganizationId", options.Directory.OrganizationId);
    });

    /// <summary>PROTOCOL 2.5: endpoints come as parallel lists of keys and values.</summary>
    private SiteAnswer CurrentOrganization(SiteRequest request)
    {
        var access = Argument(request, "AccessType") as Literal;
        if (access?.Value is not ("Default" or "Internet" or "Intranet"))
        {
            throw SiteErrors.BadQuery("The function RetrieveCurrentOrganization needs AccessType: 'Default', 'Internet' or 'Intranet'.");
        }

        return Response(request, "RetrieveCurrentOrganizationResponse", json =>
        {
            json.WriteStartObject("Detail");
            json.WriteString("OrganizationId", options.Directory.OrganizationId);
            json.WriteString("FriendlyName", SiteFacts.OrganizationName);
            json.WriteString("OrganizationVersion", SiteFacts.ProductVersion);
            json.WriteString("EnvironmentId", options.Directory.OrganizationId.ToString());
            json.WriteString("DatacenterId", Guid.Empty);
            json.WriteString("Geo", "EMEA");
            json.WriteString("TenantId", options.Directory.TenantId.ToString());
            json.WriteString("UrlName", "contoso");
            json.WriteString("UniqueName", "contoso");
            json.WriteStartObject("Endpoints");
            json.WriteNumber("Count", 3);
            json.WriteBoolean("IsReadOnly", false);
            json.WriteStartArray("Keys");
            json.WriteStringValue("WebApplication");
            json.WriteStringValue("OrganizationService");
            json.WriteStringValue("OrganizationDataService");
            json.WriteEndArray();
            json.WriteStartArray("Values");
            json.WriteStringValue(request.Origin + "/");
            json.WriteStringValue(request.Origin + "/XRMServices/2011/Organization.svc");
            json.WriteStringValue(request.Origin + "/XRMServices/2011/OrganizationData.svc");
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString("State", "Enabled");
            json.WriteEndObject();
        });
    }

    private SiteAnswer TotalRecordCount(SiteRequest request)
    {
        var list = Argument(request, "EntityNames") as LiteralList
            ?? throw SiteErrors.BadQuery("The function RetrieveTotalRecordCount needs EntityNames, a list such as ['account','contact'].");
        var tables = list.Items.Select(item => item.Value as string ?? "")
            .Select(name => catalog.Find(name)
                ?? throw new SiteException(400, "0x80041102", $"The entity with a name = '{name}' was not found in the MetadataCache.") { Name = "QueryBuilderNoEntity" })
            .ToList();
        var snapshot = store.See(request.Changes);
        return Response(request, "RetrieveTotalRecordCountResponse", json =>
        {
            json.WriteStartObject("EntityRecordCountCollection");
            json.WriteNumber("Count", tables.Count);
            json.WriteBoolean("IsReadOnly", false);
            json.WriteStartArray("Keys");
            foreach (var table in tables)
            {
                json.WriteStringValue(table.Name);
            }

            json.WriteEndArray();
            json.WriteStartArray("Values");
            foreach (var table in tables)
            {
                json.WriteNumberValue(snapshot[table].ByKey.Count);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <summary>Recalculates a rollup column. Microsoft Learn: "CalculateRollupField Function"; the target is given through an alias, <c>{'@odata.id':'accounts(…)'}</c>.</summary>
    private SiteAnswer Roll(SiteRequest request)
    {
        var address = request.Query.Names.Where(name => name.StartsWith('@')).Select(name => Address.Match(request.Query[name]!)).FirstOrDefault(match => match.Success)?.Groups["address"].Value
            ?? throw SiteErrors.BadQuery("The function CalculateRollupField needs Target, given through an alias with '@odata.id'.");
        var field = (request.Query.Names.Where(name => name.StartsWith('@')).Select(name => request.Query[name]!).FirstOrDefault(value => value.StartsWith('\'')) is { } alias
            ? ExpressionParser.Parse(alias) : Argument(request, "FieldName")) is Literal { Value: string name }
            ? name : throw SiteErrors.BadQuery("The function CalculateRollupField needs FieldName.");
        var row = store.Write(request.Changes, transaction =>
        {
            var found = ReferenceReader.Resolve(catalog, transaction, "", address);
            return found.Table.Find(field) is { Counts: not null } column
                ? rows.Roll(transaction, found, column)
                : throw new SiteException(400, "0x8004e024", $"The column '{field}' of '{found.Table.Name}' is not a rollup column.");
        });
        return Response(request, "CalculateRollupFieldResponse", json =>
        {
            json.WriteStartObject("Entity");
            json.WriteString("@odata.type", "#" + row.Table.TypeName);
            json.WriteString(row.Table.PrimaryId.Name, row.Id);
            json.WriteNumber(field, (int)row[row.Table.Find(field)!]!);
            json.WriteEndObject();
        });
    }

    [GeneratedRegex("@odata\\.id['\"]\\s*:\\s*['\"](?<address>[^'\"]+)['\"]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Address { get; }

    /// <summary>An argument, given in the parentheses or through a parameter alias <c>@p</c>.</summary>
    private static Expression? Argument(SiteRequest request, string name)
    {
        if (ExpressionParser.Parse($"f({request.Path[0].Key})") is not Call call)
        {
            return null;
        }

        var value = call.Arguments.FirstOrDefault(argument => argument.Name == name).Value;
        return value is PropertyPath { Segments: [var alias] } && alias.StartsWith('@') && request.Query[alias] is { } given
            ? ExpressionParser.Parse(given)
            : value;
    }
}
