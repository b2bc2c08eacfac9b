using System.Text;
using MarketSim.Results.Tables;

namespace MarketSim.Results.Tests.Tables;

public sealed class PartOutputFilesTests
{
    [Fact]
    public void Rows_since_the_last_flush_come_out_once_with_their_place_in_the_file()
    {
        using IOutputFile file = new PartOutputFiles().Open("trades.csv", length: null);
        file.Append("abc"u8);
        OutputFlush first = file.Flush();
        file.Append("de"u8);
        file.Append("f"u8);
        OutputFlush second = file.Flush();

        Assert.Equal(("abc", 0, 3), Single(first));
        Assert.Equal(("def", 3, 6), Single(second));
        Assert.Equal("output/trades.csv/000000000000003", second.Rows[0].Part.Name);
        Assert.Empty(file.Flush().Rows);
    }

    [Fact]
    public void File_of_a_checkpoint_goes_on_at_its_length()
    {
        using IOutputFile file = new PartOutputFiles().Open("trades.csv", length: 1_000);
        file.Append("x"u8);

        Assert.Equal(("x", 1_000, 1_001), Single(file.Flush()));
    }

    [Fact]
    public void Many_rows_are_cut_into_pieces_without_gaps()
    {
        byte[] rows = new byte[9_000_001];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (byte)(i * 31);
        }

        using IOutputFile file = new PartOutputFiles().Open("trades.csv", length: null);
        file.Append(rows.AsSpan(0, 1_234_567));
        file.Append(rows.AsSpan(1_234_567));
        OutputFlush flush = file.Flush();

        Assert.Equal(3, flush.Rows.Count);
        Assert.All(flush.Rows, piece => Assert.True(piece.Content.Length <= 4 << 20));
        Assert.Equal(rows, flush.Rows.SelectMany(piece => piece.Content.ToArray()));
        Assert.Equal([0, 4 << 20, 8 << 20], flush.Rows.Select(piece => piece.Offset));
    }

    private static (string Text, long Offset, long Length) Single(OutputFlush flush)
    {
        OutputRows rows = Assert.Single(flush.Rows);
        return (Encoding.UTF8.GetString(rows.Content.Span), rows.Offset, flush.Length);
    }
}
