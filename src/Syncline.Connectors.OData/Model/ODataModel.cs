using System.Net;
using System.Xml;
using Microsoft.OData.Edm;
using Microsoft.OData.Edm.Csdl;
using Syncline.Connectors.OData.Protocol;
using Syncline.Core.Errors;

namespace Syncline.Connectors.OData.Model;

/// <summary>What a service's <c>$metadata</c> says of its entity sets (OData CSDL XML). Read once per connection. Safe for concurrent use.</summary>
internal sealed class ODataModel(ODataClient client) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private IReadOnlyList<ODataTable>? tables;

    /// <summary>The tables by name, ordinal order.</summary>
    /// <exception cref="ConnectionException">There is no such service, or it is of another kind.</exception>
    public async ValueTask<IReadOnlyList<ODataTable>> TablesAsync(CancellationToken cancellationToken)
    {
        if (tables is { } known)
        {
            return known;
        }

        await turn.WaitAsync(cancellationToken);
        try
        {
            return tables ??= await ReadAsync(cancellationToken);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>A table by name; without regard to case when none has exactly that name.</summary>
    /// <exception cref="SchemaException">There is none.</exception>
    public async ValueTask<ODataTable> FindAsync(string name, CancellationToken cancellationToken)
    {
        var all = await TablesAsync(cancellationToken);
        return all.FirstOrDefault(table => table.Schema.Name == name)
            ?? all.FirstOrDefault(table => string.Equals(table.Schema.Name, name, StringComparison.OrdinalIgnoreCase))
            ?? throw new SchemaException(ODataErrors.NoSuchTable(name, [.. all.Select(table => table.Schema.Name)]));
    }

    public void Dispose() => turn.Dispose();

    private async ValueTask<IReadOnlyList<ODataTable>> ReadAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "$metadata");
        request.Headers.Accept.ParseAdd("application/xml");
        using var response = await client.SendAsync(request, cancellationToken);
        if (!response.IsSuccessStatusCode)
        {
            throw new ConnectionException(response.StatusCode == HttpStatusCode.NotFound
                ? ODataErrors.NotFound(client.Root)
                : ODataErrors.Refused(client.Root, response.StatusCode, (await ODataClient.ErrorOfAsync(response, cancellationToken)).Text));
        }

        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            using var xml = XmlReader.Create(new StringReader(text), new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            if (!CsdlReader.TryParse(xml, out var model, out var errors))
            {
                throw new ConnectionException(ODataErrors.NotOData(client.Root, errors.FirstOrDefault()?.ErrorMessage ?? "its $metadata can't be read."));
            }

            return [.. (model.EntityContainer?.EntitySets() ?? []).Select(set => ODataTableBuilder.Build(model, set)).OrderBy(table => table.Schema.Name, StringComparer.Ordinal)];
        }
        catch (XmlException exception)
        {
            throw new ConnectionException(ODataErrors.NotOData(client.Root, "its $metadata is no XML."), exception);
        }
    }
}
