using System.Xml;
using Microsoft.OData.Edm.Csdl;
using Microsoft.OData.Edm.Validation;
using Syncline.Sandbox.Site.Http;
using Syncline.Sandbox.Site.Metadata;

namespace Syncline.Sandbox.Site.Model;

/// <summary>The <c>$metadata</c> document, written once.</summary>
internal sealed class ModelDocument(Catalog catalog)
{
    private readonly Lazy<byte[]> _document = new(() => Write(catalog));

    public SiteAnswer Answer() => SiteAnswer.Text("application/xml", _document.Value);

    private static byte[] Write(Catalog catalog)
    {
        using var bytes = new MemoryStream();
        using (var xml = XmlWriter.Create(bytes))
        {
            if (!CsdlWriter.TryWriteCsdl(new ModelBuilder(catalog).Build(), xml, CsdlTarget.OData, out IEnumerable<EdmError> errors))
            {
                throw new InvalidOperationException("The model can't be written: " + string.Join("; ", errors.Select(error => error.ErrorMessage)));
            }
        }

        return bytes.ToArray();
    }
}
