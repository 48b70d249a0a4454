namespace Syncline.Sandbox.Site.Http;

/// <summary>The query part of an address: names and decoded values, and the text as sent for <c>@odata.nextLink</c>.</summary>
internal sealed class QueryOptions
{
    private readonly List<(string Name, string Value, string Raw)> _options = [];

    public QueryOptions(string rawQuery)
    {
        foreach (var part in rawQuery.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            var name = Decode(equals < 0 ? part : part[..equals]);
            _options.Add((name, equals < 0 ? "" : Decode(part[(equals + 1)..]), part));
        }
    }

    public IEnumerable<string> Names => _options.Select(option => option.Name);

    /// <summary>The value of an option, or null; two of one name are refused, as OData asks.</summary>
    public string? this[string name]
    {
        get
        {
            string? found = null;
            foreach (var option in _options)
            {
                if (option.Name != name)
                {
                    continue;
                }

                found = found is null ? option.Value : throw SiteErrors.BadQuery($"Query option '{name}' was specified more than once, but it must be specified at most once.");
            }

            return found;
        }
    }

    /// <summary>The query as sent, without one option.</summary>
    public string Without(string name) => string.Join('&', _options.Where(option => option.Name != name).Select(option => option.Raw));

    /// <summary>Refuses options outside a list: a name with <c>$</c> that the site does not know is an error, others are ignored.</summary>
    public void AllowOnly(params ReadOnlySpan<string> names)
    {
        foreach (var option in _options)
        {
            if (option.Name.StartsWith('$') && !names.Contains(option.Name))
            {
                throw option.Name is "$skip" or "$search" or "$apply" or "$compute" or "$deltatoken" or "$format"
                    ? SiteErrors.NotSupported($"the query option {option.Name} here")
                    : SiteErrors.BadQuery($"The query parameter '{option.Name}' is not supported.");
            }
        }
    }

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
