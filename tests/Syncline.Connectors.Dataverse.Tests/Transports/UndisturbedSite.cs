using Syncline.Connectors.Dataverse.Tests.Sandbox;

namespace Syncline.Connectors.Dataverse.Tests.Transports;

/// <summary>A sandbox for one class of tests alone: between two reads of a test nobody else changes a row.</summary>
public sealed class UndisturbedSite : SandboxSite;
