using Syncline.Core.Errors;

namespace Syncline.Sync.Projects.Yaml;

/// <summary>One key with its value.</summary>
internal sealed record YamlEntry(string Key, SourceLocation KeyPlace, YamlNode Value);
