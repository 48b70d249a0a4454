namespace Syncline.Workspace.Exports;

/// <summary>What a plan can be exported as.</summary>
public enum PlanExportFormat
{
    /// <summary>CSV as RFC 4180, one line per change (<c>.csv</c>).</summary>
    Csv,

    /// <summary>One JSON object per line and change (<c>.jsonl</c>).</summary>
    JsonLines,

    /// <summary>An Excel workbook with a sheet of changes and one of problems (<c>.xlsx</c>).</summary>
    Excel,

    /// <summary>Apache Parquet, one typed column per value before and after (<c>.parquet</c>).</summary>
    Parquet,

    /// <summary>A page that stands alone, for people who review (<c>.html</c>).</summary>
    Html,
}
