using System.Globalization;
using System.Text;
using Syncline.Sandbox.Site.Http;

namespace Syncline.Sandbox.Site.Query;

/// <summary>Parses <c>$filter</c> (OData 4.0, part 2, section 5.1.1) into a tree.</summary>
internal sealed class ExpressionParser
{
    private const int MaxDepth = 100;
    private readonly string _text;
    private int _at;
    private int _depth;

    private ExpressionParser(string text) => _text = text;

    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        var expression = parser.Or();
        parser.SkipSpace();
        return parser._at == text.Length ? expression : throw parser.Error();
    }

    private Expression Or()
    {
        if (++_depth > MaxDepth)
        {
            throw SiteErrors.BadQuery("Recursion depth exceeded allowed limit.");
        }

        var left = And();
        while (Word("or"))
        {
            left = new Junction(false, left, And());
        }

        _depth--;
        return left;
    }

    private Expression And()
    {
        var left = Unary();
        while (Word("and"))
        {
            left = new Junction(true, left, Unary());
        }

        return left;
    }

    private Expression Unary()
    {
        if (Word("not"))
        {
            return new Negation(Unary());
        }

        var left = Primary();
        foreach (var name in (ReadOnlySpan<string>)["eq", "ne", "gt", "ge", "lt", "le"])
        {
            if (Word(name))
            {
                return new Comparison(name, left, Primary());
            }
        }

        if (Word("in"))
        {
            Expect('(');
            return new Call("in", [("", left), ("", List(')'))]);
        }

        return left;
    }

    private Expression Primary()
    {
        SkipSpace();
        if (_at == _text.Length)
        {
            throw Error();
        }

        var c = _text[_at];
        if (c == '(')
        {
            _at++;
            var inner = Or();
            Expect(')');
            return inner;
        }

        if (c == '[')
        {
            _at++;
            return List(']');
        }

        if (c is '\'' or '"')
        {
            // Lists in brackets are JSON, so their text stands in double quotes (Microsoft Learn writes both).
            return new Literal(Quoted(c));
        }

        if (_at + 36 <= _text.Length && Guid.TryParseExact(_text.AsSpan(_at, 36), "D", out var guid) && !IsNamePart(_at + 36))
        {
            _at += 36;
            return new Literal(guid);
        }

        return char.IsAsciiDigit(c) || c is '-' or '+' or '.' ? Number() : Named();
    }

    private LiteralList List(char end)
    {
        var items = new List<Literal>();
        do
        {
            items.Add(Primary() as Literal ?? throw Error());
        }
        while (Symbol(','));
        Expect(end);
        return new LiteralList(items);
    }

    private Expression Named()
    {
        var name = Name();
        switch (name)
        {
            case "null":
                return new Literal(null);
            case "true":
                return new Literal(true);
            case "false":
                return new Literal(false);
        }

        if (_at < _text.Length && _text[_at] == '\'')
        {
            // An enum literal, Namespace.Type'Member'; definitions compare members by name.
            return new Literal(Quoted('\''));
        }

        if (_at < _text.Length && _text[_at] == '(')
        {
            _at++;
            return new Call(name, Arguments());
        }

        var segments = new List<string> { name };
        while (_at < _text.Length && _text[_at] == '/')
        {
            _at++;
            segments.Add(Name());
            if (_at < _text.Length && _text[_at] == '(')
            {
                return segments[^1] is "any" or "all" ? Over(segments) : throw Error();
            }
        }

        return new PropertyPath(segments);
    }

    private Lambda Over(List<string> segments)
    {
        _at++;
        var (path, isAny) = (segments[..^1], segments[^1] == "any");
        if (isAny && Symbol(')'))
        {
            return new Lambda(path, true, "", null);
        }

        SkipSpace();
        var variable = Name();
        Expect(':');
        var body = Or();
        Expect(')');
        return new Lambda(path, isAny, variable, body);
    }

    private List<(string Name, Expression Value)> Arguments()
    {
        var arguments = new List<(string, Expression)>();
        if (Symbol(')'))
        {
            return arguments;
        }

        do
        {
            SkipSpace();
            var start = _at;
            var name = "";
            if (_at < _text.Length && char.IsAsciiLetter(_text[_at]))
            {
                var candidate = Name();
                if (Symbol('='))
                {
                    name = candidate;
                }
                else
                {
                    _at = start;
                }
            }

            arguments.Add((name, name.Length > 0 ? Primary() : Or()));
        }
        while (Symbol(','));
        Expect(')');
        return arguments;
    }

    private string Name()
    {
        var start = _at;
        while (IsNamePart(_at))
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Error();
    }

    private bool IsNamePart(int at) => at < _text.Length && (char.IsAsciiLetterOrDigit(_text[at]) || _text[at] is '_' or '.' or '@' or '$');

    private string Quoted(char quote)
    {
        var value = new StringBuilder();
        for (_at++; _at < _text.Length; _at++)
        {
            if (_text[_at] != quote)
            {
                value.Append(_text[_at]);
            }
            else if (_at + 1 < _text.Length && _text[_at + 1] == quote)
            {
                value.Append(quote);
                _at++;
            }
            else
            {
                _at++;
                return value.ToString();
            }
        }

        throw SiteErrors.BadQuery($"There is an unterminated string literal at position {_text.Length} in '{_text}'.");
    }

    private Literal Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '.' or '-' or '+' or ':'))
        {
            _at++;
        }

        var text = _text.AsSpan(start, _at - start);
        var culture = CultureInfo.InvariantCulture;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, culture, out var whole))
        {
            return new Literal(whole);
        }

        if (decimal.TryParse(text, NumberStyles.Float, culture, out var number))
        {
            return new Literal(number);
        }

        if (text.Length == 10 && DateOnly.TryParseExact(text, "yyyy-MM-dd", culture, DateTimeStyles.None, out var date))
        {
            return new Literal(date);
        }

        return text.Contains('T') && DateTimeOffset.TryParse(text, culture, DateTimeStyles.AssumeUniversal, out var moment)
            ? new Literal(moment.UtcDateTime)
            : throw Error();
    }

    private bool Word(string word)
    {
        SkipSpace();
        if (!_text.AsSpan(_at).StartsWith(word, StringComparison.Ordinal) || IsNamePart(_at + word.Length))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    private bool Symbol(char symbol)
    {
        SkipSpace();
        if (_at == _text.Length || _text[_at] != symbol)
        {
            return false;
        }

        _at++;
        return true;
    }

    private void Expect(char symbol)
    {
        if (!Symbol(symbol))
        {
            throw Error();
        }
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
        {
            _at++;
        }
    }

    private SiteException Error() => SiteErrors.BadQuery($"Syntax error at position {_at} in '{_text}'.");
}
