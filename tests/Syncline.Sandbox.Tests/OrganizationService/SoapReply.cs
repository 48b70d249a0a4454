using System.Net;
using System.Net.Http.Headers;
using System.Xml.Linq;

namespace Syncline.Sandbox.Tests.OrganizationService;

/// <summary>An answer of the Organization Service.</summary>
internal sealed record SoapReply(HttpStatusCode Status, HttpResponseHeaders Headers, string Text)
{
    /// <summary>What stands in the body of the envelope.</summary>
    public XElement Body => XElement.Parse(Text, LoadOptions.PreserveWhitespace).Element(Soap.Envelope + "Body")!.Elements().Single();

    /// <summary>The results of Execute.</summary>
    public XElement Results => Status == HttpStatusCode.OK
        ? Body.Element(Soap.Services + "ExecuteResult")!.Element(Soap.Contracts + "Results")!
        : throw new InvalidOperationException(Text);

    public string FaultCode => Body.Element("faultcode")!.Value;

    public string FaultString => Body.Element("faultstring")!.Value;

    /// <summary>The service's own fault.</summary>
    public XElement Fault => Body.Element("detail")!.Element(Soap.Contracts + "OrganizationServiceFault")!;

    public int ErrorCode => int.Parse(Fault.Element(Soap.Contracts + "ErrorCode")!.Value, System.Globalization.CultureInfo.InvariantCulture);

    public XElement? Detail(string key) => Fault.Element(Soap.Contracts + "ErrorDetails")!.Value(key);
}
