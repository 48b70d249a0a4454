using System.Xml.Linq;
using Microsoft.AspNetCore.Http;
using Syncline.Sandbox.OrganizationService.Xml;

namespace Syncline.Sandbox.OrganizationService.Http;

/// <summary>
/// The service's WSDL 1.1 (W3C Note "Web Services Description Language (WSDL) 1.1"): operations, actions and address. The types of the messages are not
/// described; a real site's document imports a hundred schemas for them.
/// </summary>
internal static class ServiceDescription
{
    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private static readonly XNamespace Binding = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static readonly string[] Operations = ["Create", "Retrieve", "Update", "Delete", "Execute", "Associate", "Disassociate", "RetrieveMultiple"];

    public static async Task WriteAsync(HttpContext context)
    {
        context.Response.ContentType = "text/xml; charset=UTF-8";
        await context.Response.WriteAsync(
            Document($"{context.Request.Scheme}://{context.Request.Host}/XRMServices/2011/Organization.svc/web").ToString(SaveOptions.DisableFormatting),
            context.RequestAborted);
    }

    private static XElement Document(string address)
    {
        const string Target = Xmlns.Services;
        return new XElement(
            Wsdl + "definitions",
            new XAttribute("name", "OrganizationService"),
            new XAttribute("targetNamespace", Target),
            new XAttribute(XNamespace.Xmlns + "wsdl", Wsdl),
            new XAttribute(XNamespace.Xmlns + "soap", Binding),
            new XAttribute(XNamespace.Xmlns + "tns", Target),
            Operations.SelectMany(operation => (XElement[])[Message(operation, "InputMessage", operation), Message(operation, "OutputMessage", operation + "Response")]),
            new XElement(Wsdl + "portType", new XAttribute("name", "IOrganizationService"), Operations.Select(operation => new XElement(
                Wsdl + "operation",
                new XAttribute("name", operation),
                new XElement(Wsdl + "input", new XAttribute("message", $"tns:IOrganizationService_{operation}_InputMessage")),
                new XElement(Wsdl + "output", new XAttribute("message", $"tns:IOrganizationService_{operation}_OutputMessage"))))),
            new XElement(
                Wsdl + "binding",
                new XAttribute("name", "BasicHttpBinding_IOrganizationService"),
                new XAttribute("type", "tns:IOrganizationService"),
                new XElement(Binding + "binding", new XAttribute("transport", "http://schemas.xmlsoap.org/soap/http")),
                Operations.Select(operation => new XElement(
                    Wsdl + "operation",
                    new XAttribute("name", operation),
                    new XElement(Binding + "operation", new XAttribute("soapAction", $"{Target}/IOrganizationService/{operation}"), new XAttribute("style", "document")),
                    new XElement(Wsdl + "input", new XElement(Binding + "body", new XAttribute("use", "literal"))),
                    new XElement(Wsdl + "output", new XElement(Binding + "body", new XAttribute("use", "literal")))))),
            new XElement(
                Wsdl + "service",
                new XAttribute("name", "OrganizationService"),
                new XElement(
                    Wsdl + "port",
                    new XAttribute("name", "BasicHttpBinding_IOrganizationService"),
                    new XAttribute("binding", "tns:BasicHttpBinding_IOrganizationService"),
                    new XElement(Binding + "address", new XAttribute("location", address)))));
    }

    private static XElement Message(string operation, string suffix, string element) => new(
        Wsdl + "message",
        new XAttribute("name", $"IOrganizationService_{operation}_{suffix}"),
        new XElement(Wsdl + "part", new XAttribute("name", "parameters"), new XAttribute("element", "tns:" + element)));
}
