using System.Xml;
using Syncline.Connectors.Dataverse.Schema;
using Syncline.Connectors.Dataverse.Writing;
using Syncline.Core.Writing;

namespace Syncline.Connectors.Dataverse.OrganizationService;

/// <summary>Which message writes a row, or rows together.</summary>
/// <param name="settings">What every write asks for.</param>
internal sealed class RowMessages(WriteSettings settings)
{
    /// <summary>The message for one row.</summary>
    public OrganizationMessage Of(RowWritePlan plan, int row)
    {
        var version = plan.ExpectedVersion(row) is { } expected ? RowVersions.OfETag(expected) : null;
        return plan.Association is { } pair ? Associate(plan, pair, row) : plan.Kind switch
        {
            WriteKind.Insert => Begin("Create").With("Target", Entity(plan, row, null)),
            WriteKind.Update => Begin("Update", version).With("Target", Entity(plan, row, version)),

            // A row of which the version is known is there: only its change can be meant, and Upsert can't demand a version.
            WriteKind.Upsert when version is not null => Begin("Update", version).With("Target", Entity(plan, row, version)),
            WriteKind.Upsert => Begin("Upsert").With("Target", Entity(plan, row, null)),
            WriteKind.Delete => Begin("Delete", version).With("Target", xml =>
            {
                XmlValue.Type(xml, "a:EntityReference");
                RowXml.WriteReference(xml, plan, row, version);
            }),
            _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Kind, "Unknown kind of write."),
        };
    }

    /// <summary>One message for many rows.</summary>
    public OrganizationMessage Of(BulkMessage message, RowWritePlan plan, ReadOnlyMemory<int> rows) => Begin(message.ToString()).With("Targets", xml =>
    {
        if (message == BulkMessage.DeleteMultiple)
        {
            XmlValue.Type(xml, "a:EntityReferenceCollection");
            foreach (var row in rows.ToArray())
            {
                xml.WriteStartElement("a", "EntityReference", XmlNames.Contracts);
                RowXml.WriteReference(xml, plan, row);
                xml.WriteEndElement();
            }

            return;
        }

        XmlValue.Type(xml, "a:EntityCollection");
        xml.WriteStartElement("a", "Entities", XmlNames.Contracts);
        foreach (var row in rows.ToArray())
        {
            xml.WriteStartElement("a", "Entity", XmlNames.Contracts);
            RowXml.Write(xml, plan, row);
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteElementString("a", "EntityName", XmlNames.Contracts, plan.Table.LogicalName);
    });

    /// <summary>
    /// Messages in one request, each with an outcome of its own
    /// (https://learn.microsoft.com/power-apps/developer/data-platform/org-service/execute-multiple-requests).
    /// </summary>
    public static OrganizationMessage Together(IEnumerable<OrganizationMessage> messages) => new OrganizationMessage("ExecuteMultiple")
        .With("Requests", xml =>
        {
            XmlValue.Type(xml, "e:OrganizationRequestCollection");
            foreach (var message in messages)
            {
                xml.WriteStartElement("e", "OrganizationRequest", XmlNames.Multiple);
                message.Write(xml);
                xml.WriteEndElement();
            }
        })
        .With("Settings", xml =>
        {
            XmlValue.Type(xml, "e:ExecuteMultipleSettings");
            xml.WriteElementString("e", "ContinueOnError", XmlNames.Multiple, "true");
            xml.WriteElementString("e", "ReturnResponses", XmlNames.Multiple, "true");
        });

    /// <summary>A message with what every write asks for (https://learn.microsoft.com/power-apps/developer/data-platform/optional-parameters).</summary>
    public OrganizationMessage Begin(string name, string? version = null)
    {
        var message = new OrganizationMessage(name);
        if (version is not null)
        {
            message.With("ConcurrencyBehavior", XmlValue.Plain("k:ConcurrencyBehavior", "IfRowVersionMatches"));
        }

        if (settings.BypassLogic is { } logic)
        {
            message.With("BypassBusinessLogicExecution", XmlValue.Text(logic));
        }

        if (settings.BypassFlows)
        {
            message.With("SuppressCallbackRegistrationExpanderJob", XmlValue.Flag(true));
        }

        if (settings.DetectDuplicates)
        {
            message.With("SuppressDuplicateDetection", XmlValue.Flag(false));
        }

        return settings.Tag is { } tag ? message.With("tag", XmlValue.Text(tag)) : message;
    }

    private static Action<XmlWriter> Entity(RowWritePlan plan, int row, string? version) => xml =>
    {
        XmlValue.Type(xml, "a:Entity");
        RowXml.Write(xml, plan, row, version);
    };

    /// <summary>A row of an N:N relationship is a pair of rows that are associated.</summary>
    private OrganizationMessage Associate(RowWritePlan plan, AssociationPair pair, int row)
    {
        var relationship = plan.Table.Association!;
        return Begin(plan.Kind == WriteKind.Delete ? "Disassociate" : "Associate")
            .With("Target", XmlValue.Reference(relationship.First.Table, plan.Rows.GetGuid(pair.FirstIndex, row)))
            .With("Relationship", xml =>
            {
                // Between rows of one table the role tells which of them the target is: the first is the one that refers.
                XmlValue.Type(xml, "a:Relationship");
                if (relationship.First.Table == relationship.Second.Table)
                {
                    xml.WriteElementString("a", "PrimaryEntityRole", XmlNames.Contracts, "Referencing");
                }

                xml.WriteElementString("a", "SchemaName", XmlNames.Contracts, relationship.SchemaName);
            })
            .With("RelatedEntities", xml =>
            {
                XmlValue.Type(xml, "a:EntityReferenceCollection");
                xml.WriteStartElement("a", "EntityReference", XmlNames.Contracts);
                XmlEntity.WriteReference(xml, relationship.Second.Table, plan.Rows.GetGuid(pair.SecondIndex, row));
                xml.WriteEndElement();
            });
    }
}
