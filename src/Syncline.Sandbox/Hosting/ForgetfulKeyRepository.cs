using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Syncline.Sandbox.Hosting;

/// <summary>Keeps ASP.NET's data-protection keys in memory: a sandbox leaves nothing in the user's folders. Safe for concurrent use.</summary>
internal sealed class ForgetfulKeyRepository : IXmlRepository
{
    private readonly Lock gate = new();
    private readonly List<XElement> elements = [];

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (gate)
        {
            return [.. elements.Select(element => new XElement(element))];
        }
    }

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        lock (gate)
        {
            elements.Add(new XElement(element));
        }
    }
}
