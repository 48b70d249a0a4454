namespace Syncline.Sandbox.Site.Seed;

/// <summary>The sample company's records, as data. All names are invented and all domains end in <c>.example</c>.</summary>
internal static class SampleRecords
{
    public static readonly (string Name, string Description, bool IsDefault)[] Teams =
    [
        ("Contoso", "Default team for the parent business unit.", true),
        ("Key Accounts", "Looks after the largest customers.", false),
        ("Delivery", "Runs customer projects.", false),
    ];

    public static readonly Account[] Accounts =
    [
        new("A-1001", "Nordwind Logistik GmbH", "nordwind", "+49 40 555 0100", "Am Sandtorkai 12", "20457", "Hamburg", "Germany", 48500000m, 310, 9, "EUR", null, "Freight and warehousing around the North Sea."),
        new("A-1002", "Alpenglas AG", "alpenglas", "+41 44 555 0120", "Seestrasse 88", "8002", "Zürich", "Switzerland", 12750000m, 85, 25, "CHF", null, "Glass works; three plants in the Alps."),
        new("A-1003", "Boulangerie Lefèvre", "lefevre", "+33 1 55 55 01 40", "14 rue des Martyrs", "75009", "Paris", "France", 2150000m, 34, 12, "EUR", null, "Bakeries with their own mill."),
        new("A-1004", "Harbor & Pine Furniture", "harborpine", "+1 206 555 0160", "410 Pike Street", "98101", "Seattle", "United States", 31800000m, 190, 26, "USD", null, "Furniture makers, two showrooms."),
        new("A-1005", "Castillo Óptica S.L.", "castillo-optica", "+34 91 555 0180", "Calle de Alcalá 45", "28014", "Madrid", "Spain", 5400000m, 48, 18, "EUR", null, "Opticians in nine cities."),
        new("A-1006", "Müller Präzision KG", "mueller-praezision", "+49 711 555 0200", "Industriestraße 7", "70565", "Stuttgart", "Germany", 22900000m, 142, 10, "EUR", null, "Turned parts for medical devices."),
        new("A-1007", "Fjord Seafood AS", "fjord-seafood", "+47 55 55 02 20", "Bryggen 21", "5003", "Bergen", "Norway", 17300000m, 96, 13, "EUR", null, "Salmon, cod and their export."),
        new("A-1008", "Tulip Cycles B.V.", "tulipcycles", "+31 20 555 0240", "Overtoom 301", "1054 HW", "Amsterdam", "Netherlands", 8800000m, 61, 28, "EUR", null, "City and cargo bicycles."),
        new("A-1009", "Nordwind Terminals GmbH", "terminals.nordwind", "+49 421 555 0260", "Überseetor 4", "28217", "Bremen", "Germany", 9600000m, 74, 9, "EUR", "A-1001", "Container terminal of the Nordwind group."),
        new("A-1010", "Lakeside Clinics Inc.", "lakesideclinics", "+1 312 555 0280", "233 Wacker Drive", "60606", "Chicago", "United States", 64200000m, 520, 17, "USD", null, "Out-patient clinics."),
        new("A-1011", "Verde Energia S.r.l.", "verde-energia", "+39 02 5550 0300", "Via Torino 61", "20123", "Milano", "Italy", 27100000m, 118, 33, "EUR", null, "Solar parks from planning to operation."),
        new("A-1012", "Helvetic Instruments GmbH", "helvetic-instruments", "+41 61 555 0320", "Rheinsprung 9", "4051", "Basel", "Switzerland", 14050000m, 101, 25, "CHF", "A-1002", "Measuring instruments for laboratories."),
    ];

    public static readonly Contact[] Contacts =
    [
        new("Ines", "Albrecht", 2, "Logistics Director", "A-1001", "1958-01-01"),
        new("Jonas", "Petersen", 1, "Buyer", "A-1001", "1965-06-12"),
        new("Marta", "Kowalska", 2, "Finance Manager", "A-1001", "1972-11-23"),
        new("Tom", "Hansen", 1, "Fleet Manager", "A-1001", "1979-04-06"),
        new("Reto", "Ammann", 1, "Chief Executive", "A-1002", "1986-09-17"),
        new("Selina", "Frei", 2, "Head of Purchasing", "A-1002", "1993-02-28"),
        new("Luca", "Bernasconi", 1, "Plant Manager", "A-1002", "1958-07-11"),
        new("Camille", "Lefèvre", 2, "Owner", "A-1003", "1965-12-22"),
        new("Hugo", "Martin", 1, "Miller", "A-1003", "1972-05-05"),
        new("Léa", "Dubois", 2, "Shop Manager", "A-1003", "1979-10-16"),
        new("Walter", "Pine", 1, "Founder", "A-1004", "1986-03-27"),
        new("Grace", "Okafor", 2, "Operations Manager", "A-1004", "1993-08-10"),
        new("Daniel", "Kim", 1, "Designer", "A-1004", "1958-01-21"),
        new("Emily", "Stone", 2, "Accountant", "A-1004", "1965-06-04"),
        new("Lucía", "Castillo", 2, "General Manager", "A-1005", "1972-11-15"),
        new("Pablo", "Ortega", 1, "Optician", "A-1005", "1979-04-26"),
        new("Carmen", "Ruiz", 2, "Buyer", "A-1005", "1986-09-09"),
        new("Friedrich", "Müller", 1, "Managing Partner", "A-1006", "1993-02-20"),
        new("Anja", "Weber", 2, "Quality Manager", "A-1006", "1958-07-03"),
        new("Deniz", "Yılmaz", 1, "Production Planner", "A-1006", "1965-12-14"),
        new("Sofia", "Lang", 2, "Controller", "A-1006", "1972-05-25"),
        new("Ingrid", "Solberg", 2, "Export Manager", "A-1007", "1979-10-08"),
        new("Lars", "Haugen", 1, "Skipper", "A-1007", "1986-03-19"),
        new("Kari", "Nilsen", 2, "Sales Manager", "A-1007", "1993-08-02"),
        new("Daan", "de Vries", 1, "Head of Design", "A-1008", "1958-01-13"),
        new("Sanne", "Bakker", 2, "Marketing Manager", "A-1008", "1965-06-24"),
        new("Bram", "Visser", 1, "Warehouse Manager", "A-1008", "1972-11-07"),
        new("Oliver", "Brandt", 1, "Terminal Manager", "A-1009", "1979-04-18"),
        new("Nele", "Schröder", 2, "Dispatcher", "A-1009", "1986-09-01"),
        new("Erik", "Lund", 1, "Safety Officer", "A-1009", "1993-02-12"),
        new("Patricia", "Moore", 2, "Medical Director", "A-1010", "1958-07-23"),
        new("James", "Carter", 1, "Purchasing Manager", "A-1010", "1965-12-06"),
        new("Linda", "Nguyen", 2, "Nurse Manager", "A-1010", "1972-05-17"),
        new("Robert", "Hayes", 1, "IT Manager", "A-1010", "1979-10-28"),
        new("Giulia", "Conti", 2, "Project Developer", "A-1011", "1986-03-11"),
        new("Marco", "Greco", 1, "Site Engineer", "A-1011", "1993-08-22"),
        new("Elena", "Ricci", 2, "Legal Counsel", "A-1011", "1958-01-05"),
        new("Beat", "Zimmermann", 1, "Chief Engineer", "A-1012", "1965-06-16"),
        new("Nadine", "Keller", 2, "Sales Manager", "A-1012", "1972-11-27"),
        new("Simon", "Vogt", 1, "Service Technician", "A-1012", "1979-04-10"),
    ];

    public static readonly Lead[] Leads =
    [
        new("Cold storage for berries", "Aino", "Korhonen", "Pohjola Berries Oy", "pohjolaberries", "+358 9 555 0410", 7, 85000m),
        new("Showroom lighting", "Victor", "Almeida", "Lumen Porto Lda", "lumenporto", "+351 22 555 0420", 8, 24000m),
        new("Fleet of cargo bicycles", "Julia", "Novak", "Parcel Praha s.r.o.", "parcelpraha", "+420 2 5555 0430", 3, 132000m),
        new("Calibration service contract", "Henrik", "Dahl", "Dahl Laboratories ApS", "dahllab", "+45 33 55 04 40", 2, 46500m),
        new("Office furniture for 200 desks", "Amelia", "Wright", "Wright & Rowe LLP", "wrightrowe", "+44 20 5555 0450", 8, 178000m),
        new("Frameless windows", "Stefan", "Gruber", "Gruber Bau GmbH", "gruberbau", "+43 1 555 0460", 4, 61200m),
        new("Solar roof for a warehouse", "Chiara", "Villa", "Villa Trasporti S.p.A.", "villatrasporti", "+39 051 555 0470", 1, 410000m),
        new("Reading glasses, own brand", "Nora", "Lindqvist", "Klarsyn AB", "klarsyn", "+46 8 555 0480", 9, 38700m),
    ];

    public static readonly Product[] Products =
    [
        new("P-100", "Cargo bicycle, long", "Carries 120 kg; belt drive.", 4290m, 2710m, 34, 36.5m),
        new("P-110", "Cargo bicycle, short", "Turns on a dinner plate.", 3790m, 2390m, 51, 31.2m),
        new("P-200", "Oak desk 160", "Solid oak, oiled.", 1180m, 640m, 18, 48.0m),
        new("P-210", "Oak shelf 90", "Five boards.", 540m, 275m, 62, 27.4m),
        new("P-300", "Laboratory balance 0.1 mg", "With draught shield.", 2650m, 1480m, 12, 6.3m),
        new("P-310", "Conductivity meter", "Bench model.", 890m, 410m, 27, 2.1m),
        new("P-400", "Window glass, triple", "Per square metre.", 212.5m, 118.75m, 640, 30.0m),
        new("P-500", "Solar module 440 W", "Black frame.", 149.9m, 96.4m, 1250, 21.8m),
    ];

    public static readonly Opportunity[] Opportunities =
    [
        new("Second warehouse, Hamburg", "A-1001", 385000m, "2025-09-30", 60),
        new("Triple glazing, town hall", "A-1002", 142500m, "2025-07-15", 45),
        new("New ovens", "A-1003", 58000m, "2025-06-01", 80),
        new("Hotel furniture, 120 rooms", "A-1004", 268000m, "2025-10-20", 35),
        new("Own-brand frames", "A-1005", 47500m, "2025-08-08", 50),
        new("Measuring room", "A-1006", 119900m, "2025-11-05", 70),
        new("Clinic refurbishment", "A-1010", 512000m, "2025-12-12", 25),
        new("Solar park Novara", "A-1011", 960000m, "2026-02-28", 40),
    ];

    public static readonly SalesTask[] Tasks =
    [
        new("Send offer for second warehouse", "Include racking and cold zone.", "A-1001"),
        new("Visit the Zürich plant", "Bring samples of coated glass.", "A-1002"),
        new("Call about oven delivery", "Date must be before Easter.", "A-1003"),
        new("Check credit limit", "Limit is nearly used up.", "A-1004"),
        new("Invite to open day", "Two people.", "A-1005"),
        new("Ask for drawings", "Part 7 of the drawing set is missing.", "A-1006"),
        new("Renew frame contract", "Ends this quarter.", "A-1007"),
        new("Plan showroom visit", "Cargo bicycles, long and short.", "A-1008"),
        new("Clear customs papers", "Second container.", "A-1009"),
        new("Prepare tender documents", "Refurbishment of two clinics.", "A-1010"),
        new("Site inspection Novara", "With the surveyor.", "A-1011"),
        new("Arrange service technician", "Balance shows drift.", "A-1012"),
    ];

    public static readonly Project[] Projects =
    [
        new("PRJ-001", "Warehouse Hamburg II", "A-1001", 310000m, 240.5m),
        new("PRJ-002", "Glazing of the lake house", "A-1002", 98000m, 75.0m),
        new("PRJ-003", "Measuring room Stuttgart", "A-1006", 119900m, 62.5m),
        new("PRJ-004", "Solar park Novara", "A-1011", 845000m, 410.0m),
    ];

    /// <summary>An address such as <c>lea.dubois@lefevre.example</c>: ASCII, lower case.</summary>
    public static string Email(string first, string last, string domain) => $"{Plain(first)}.{Plain(last)}@{domain}";

    private static string Plain(string name)
    {
        var decomposed = name.Replace("ü", "ue", StringComparison.Ordinal).Replace("ö", "oe", StringComparison.Ordinal).Replace("ä", "ae", StringComparison.Ordinal)
            .Replace("ı", "i", StringComparison.Ordinal).Replace("é", "e", StringComparison.Ordinal).Replace("è", "e", StringComparison.Ordinal).Replace("í", "i", StringComparison.Ordinal);
        return string.Concat(decomposed.Where(char.IsAsciiLetter)).ToLowerInvariant();
    }

    internal sealed record Account(
        string Number, string Name, string Domain, string Phone, string Street, string PostalCode, string City, string Country,
        decimal Revenue, int Employees, int Industry, string Currency, string? Parent, string Description);

    internal sealed record Contact(string First, string Last, int Gender, string Job, string Account, string Birthday);

    internal sealed record Lead(string Subject, string First, string Last, string Company, string Domain, string Phone, int Source, decimal Amount);

    internal sealed record Product(string Number, string Name, string Description, decimal Price, decimal Cost, int Stock, decimal Weight);

    internal sealed record Opportunity(string Name, string Account, decimal Value, string CloseDate, int Probability);

    internal sealed record SalesTask(string Subject, string Description, string Account);

    internal sealed record Project(string Code, string Name, string Account, decimal Budget, decimal Effort);
}
