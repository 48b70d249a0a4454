using System.Data.Common;
using Syncline.Core.Rows;

namespace Syncline.Connectors.Databases.Reading;

/// <summary>
/// Moves one value that is not null from a data reader into a batch. Throws <see cref="InvalidCastException"/>, <see cref="FormatException"/>
/// or <see cref="OverflowException"/> for a value that does not fit; nothing is rounded or cut unless the database's page says so.
/// </summary>
internal delegate void CellReader(DbDataReader reader, int ordinal, ColumnBuilder builder);
