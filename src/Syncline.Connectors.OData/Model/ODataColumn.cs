using Microsoft.OData.Edm;
using Syncline.Core.Tables;

namespace Syncline.Connectors.OData.Model;

/// <summary>A column with its place in the service's rows.</summary>
/// <param name="Schema">The column.</param>
/// <param name="Path">Names of properties on the way to it; more than one within complex values.</param>
/// <param name="Type">The service's type.</param>
internal sealed record ODataColumn(ColumnSchema Schema, IReadOnlyList<string> Path, IEdmTypeReference Type);
