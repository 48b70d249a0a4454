using System.Net;
using System.Text;
using Syncline.Connectors.Dataverse.Errors;
using Syncline.Connectors.Dataverse.OrganizationService;

namespace Syncline.Conformance.Connector;

/// <summary>What sites answered over the Organization Service, as the connector takes it apart.</summary>
public sealed class OrganizationServiceAnswersTests
{
    [Theory]
    [InlineData("associate", "AssociateResponse")]
    [InlineData("disassociate", "DisassociateResponse")]
    [InlineData("update", "UpdateResponse")]
    [InlineData("delete", "DeleteResponse")]
    public void An_empty_answer_is_an_answer(string operation, string expected)
    {
        var cursor = new XmlCursor(Recordings.Bytes($"soap/{operation}_response.xml"));
        SoapAnswer.EnterBody(cursor);

        cursor.Name.ShouldBe(expected);
    }

    [Fact]
    public void A_new_rows_id_is_the_result()
    {
        var cursor = new XmlCursor(Recordings.Bytes("soap/create_response.xml"));
        SoapAnswer.EnterResult(cursor);

        cursor.Text().ShouldBe("c4944f99-b5a0-e311-b64f-6c3be5a87df0");
        SoapAnswer.LeaveResult(cursor);
    }

    [Fact]
    public void Results_are_read_by_name()
    {
        var results = new Dictionary<string, string?>(StringComparer.Ordinal);
        var cursor = new XmlCursor(Recordings.Bytes("soap/who_am_i_result.xml"));
        SoapAnswer.EnterResult(cursor);
        cursor.Type.ShouldBe("WhoAmIResponse");
        SoapAnswer.ReadResults(cursor, name => results[name] = cursor.Text());
        SoapAnswer.LeaveResult(cursor);

        results.ShouldBe(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["UserId"] = "1bfa3886-df7e-468c-8435-b5adfb0441ed",
            ["BusinessUnitId"] = "4e87d619-838a-e311-89a7-6c3be5a80184",
            ["OrganizationId"] = "0140d597-e270-494a-89e1-bd0b43774e50",
        });
    }

    [Fact]
    public void A_message_without_results_has_none()
    {
        var cursor = new XmlCursor(Recordings.Bytes("soap/win_opportunity_response.xml"));
        SoapAnswer.EnterResult(cursor);
        SoapAnswer.ReadResults(cursor, name => name.ShouldBeNull());
        SoapAnswer.LeaveResult(cursor);
    }

    [Fact]
    public void A_senders_fault_has_its_code_and_text()
    {
        var fault = Fault("sender_fault.xml");

        fault.Code.ShouldBe("0x80041103");
        fault.Number.ShouldBe(ServerErrorCodes.QueryBuilderNoAttribute);
        fault.Text.ShouldBe("'account' entity doesn't contain attribute with Name = 'ticketsymbol'.");
        fault.IsDataverse.ShouldBeTrue();
        fault.IsAmbiguous.ShouldBeFalse();
        fault.Status.ShouldBe(400);
    }

    [Fact]
    public void After_a_receivers_fault_nothing_is_certain()
    {
        var fault = Fault("receiver_fault.xml");

        fault.IsDataverse.ShouldBeFalse();
        fault.IsAmbiguous.ShouldBeTrue();
        fault.Text.ShouldBe("The server was unable to process the request due to an internal error.");
    }

    [Fact]
    public void Nothing_is_taken_for_a_fault_that_is_none() => Find("create_response.xml").ShouldBeNull();

    [Theory]
    [InlineData("retrieve_multiple_result.xml")]
    [InlineData("who_am_i_result.xml")]
    [InlineData("create_response.xml")]
    [InlineData("sender_fault.xml")]
    public void An_answer_that_was_cut_short_is_never_taken_for_a_whole_one(string file)
    {
        var whole = Recordings.Bytes("soap/" + file);
        var end = Encoding.UTF8.GetString(whole).TrimEnd().Length;
        for (var length = 0; length < end; length += Math.Max(1, end / 97))
        {
            var cut = new ArraySegment<byte>(whole, 0, length);
            Should.Throw<System.Xml.XmlException>(() => Walk(new XmlCursor(cut)), $"cut after {length} of {end} bytes");
        }

        Walk(new XmlCursor(whole));
    }

    private static void Walk(XmlCursor cursor)
    {
        SoapAnswer.EnterBody(cursor);
        cursor.Skip();
        for (var open = 2; open > 0; open--)
        {
            while (cursor.Next())
            {
                cursor.Skip();
            }
        }
    }

    private static ServerFault Fault(string file) => Find(file).ShouldNotBeNull();

    private static ServerFault? Find(string file)
    {
        using var response = new HttpResponseMessage(HttpStatusCode.InternalServerError);
        return FaultReader.Find(response, Recordings.Bytes("soap/" + file));
    }
}
