using MarketSim.Market.Data.Bars.Layouts;

namespace MarketSim.Market.Data.Bars.Columns;

/// <summary>The positions of the columns of a file: numbers from 0, -1 for what it lacks.</summary>
internal sealed record ColumnPlaces(int Time, int Date, int Open, int High, int Low, int Close, int Adjusted, int Volume, int Symbol);

/// <summary>Finds columns by the names in a header, or by what a scenario says of them.</summary>
/// <param name="names">As the header has them; null where the file has none.</param>
/// <param name="fileName">Name of the file in messages.</param>
internal sealed class BarHeader(string[]? names, BarColumns given, string fileName, long line)
{
    private readonly Dictionary<BarField, int> _found = [];

    /// <summary>Columns of one name: the name, the column that is read and the other.</summary>
    public List<(string Name, int First, int Second)> Duplicates { get; } = [];

    /// <summary>True when the close that the user names is an adjusted one.</summary>
    public bool NamesAdjustedClose { get; private set; }

    /// <summary>True when a row contains at least two names of price columns and no number.</summary>
    public static bool IsHeader(string[] row) =>
        row.Select(ColumnNames.Find).Where(found => found is { Field: BarField.Open or BarField.High or BarField.Low or BarField.Close }).Distinct().Count() >= 2
        && !row.Any(cell => double.TryParse(cell, System.Globalization.NumberStyles.Float, System.Globalization.CultureInfo.InvariantCulture, out _));

    /// <exception cref="InvalidDataException">A column that is needed is not there; the message says which key names it.</exception>
    public ColumnPlaces Find()
    {
        FindByName();
        Place(BarField.Time, given.Time, "time");
        Place(BarField.Date, given.Date, "date");
        Place(BarField.Open, given.Open, "open");
        Place(BarField.High, given.High, "high");
        Place(BarField.Low, given.Low, "low");
        PlaceClose();
        Place(BarField.Volume, given.Volume, "volume");
        Place(BarField.Symbol, given.Symbol, "symbol");

        // What is named by the user alone is the whole time.
        if (given.Time is not null && given.Date is null)
        {
            _found.Remove(BarField.Date);
        }
        else if (given.Date is not null && given.Time is null)
        {
            _found.Remove(BarField.Time);
        }

        foreach ((BarField field, string key) in new[] { (BarField.Open, "open"), (BarField.High, "high"), (BarField.Low, "low"), (BarField.Close, "close") })
        {
            if (!_found.ContainsKey(field))
            {
                throw Missing(key);
            }
        }

        return new ColumnPlaces(Of(BarField.Time), Of(BarField.Date), Of(BarField.Open), Of(BarField.High), Of(BarField.Low), Of(BarField.Close), Of(BarField.Adjusted), Of(BarField.Volume), Of(BarField.Symbol));
    }

    public InvalidDataException Missing(string key)
    {
        string has = names is null ? "There is no header" : $"The header has {string.Join(", ", names.Select(name => $"'{name}'"))}";
        return new InvalidDataException($"{fileName}:{line}: there is no column of {(key == "time" ? "times" : $"the {key}")} that could be found by its name. {has}; name the column with columns:, e.g. columns: {{ {key}: NAME }} or its number from 1.");
    }

    private int Of(BarField field) => _found.GetValueOrDefault(field, -1);

    private void FindByName()
    {
        var ranks = new Dictionary<BarField, int>();
        for (int column = 0; column < (names?.Length ?? 0); column++)
        {
            if (ColumnNames.Find(names![column]) is not { } known)
            {
                continue;
            }

            int same = Array.FindIndex(names, name => string.Equals(ColumnNames.Plain(name), ColumnNames.Plain(names[column]), StringComparison.Ordinal));
            if (same < column)
            {
                Duplicates.Add((names[column], same, column));
            }
            else if (!ranks.TryGetValue(known.Field, out int rank) || known.Rank < rank)
            {
                ranks[known.Field] = known.Rank;
                _found[known.Field] = column;
            }
        }
    }

    // An adjusted close that is named as the close, beside a traded one, asks for adjusted prices.
    private void PlaceClose()
    {
        if (given.Close is not { } name)
        {
            return;
        }

        int traded = Of(BarField.Close);
        Place(BarField.Close, name, "close");
        if (Of(BarField.Adjusted) == Of(BarField.Close))
        {
            NamesAdjustedClose = traded >= 0;
            _found[BarField.Close] = traded >= 0 ? traded : _found[BarField.Close];
        }
    }

    private void Place(BarField field, string? name, string key)
    {
        if (name is null)
        {
            return;
        }

        int column = Array.FindIndex(names ?? [], known => string.Equals(known, name, StringComparison.OrdinalIgnoreCase));
        if (column < 0 && int.TryParse(name, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int number) && number >= 1)
        {
            column = number - 1;
        }

        _found[field] = column >= 0 ? column : throw new InvalidDataException($"{fileName}:{line}: columns.{key} is '{name}', which is no column. {(names is null ? "There is no header; give numbers from 1" : $"The header has {string.Join(", ", names.Select(known => $"'{known}'"))}")}.");
        Duplicates.RemoveAll(duplicate => duplicate.First == column || duplicate.Second == column);
    }
}
