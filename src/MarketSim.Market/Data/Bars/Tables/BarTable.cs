namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>The rows of a file of bars, one at a time, whatever they are written in; fields are UTF-8 text without the white space around it.</summary>
internal abstract class BarTable : IDisposable
{
    /// <summary>Number of fields of the present row.</summary>
    public abstract int FieldCount { get; }

    /// <summary>Number of the present row, from 1: a line of a text, a row of any other file.</summary>
    public abstract long Line { get; }

    /// <summary>Moves to the next row that is not empty.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The file is no table from here on.</exception>
    public abstract bool Read();

    /// <summary>A field of the present row, until the next one is read.</summary>
    public abstract ReadOnlySpan<byte> Field(int column);

    public string Text(int column) => column < FieldCount ? System.Text.Encoding.UTF8.GetString(Field(column)) : string.Empty;

    public string[] Texts()
    {
        string[] texts = new string[FieldCount];
        for (int column = 0; column < texts.Length; column++)
        {
            texts[column] = Text(column);
        }

        return texts;
    }

    public abstract void Dispose();
}
