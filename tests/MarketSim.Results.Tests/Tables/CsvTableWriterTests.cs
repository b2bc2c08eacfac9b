using System.Text;
using MarketSim.Results.Tables;

namespace MarketSim.Results.Tests.Tables;

public sealed class CsvTableWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _path;

    public CsvTableWriterTests()
    {
        Directory.CreateDirectory(_folder.Path);
        _path = _folder["table.csv"];
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Cells_are_separated_empty_ones_kept_and_rows_ended()
    {
        using (CsvTableWriter file = new(FolderOutputFile.Create(_path), ["a", "b", "c", "d"]))
        {
            file.Number(-7);
            file.Empty();
            file.Number(12.50m);
            file.Number(150, DecimalUnit.Of(0.01m));
            file.EndRow();
            file.Empty();
            file.Empty();
            file.Text("x");
            file.Empty();
            file.EndRow();
            file.Flush();
        }

        Assert.Equal("a,b,c,d\n-7,,12.50,1.50\n,,x,\n", File.ReadAllText(_path));
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    [InlineData("two\rlines", "\"two\rlines\"")]
    [InlineData("Größe €", "Größe €")]
    [InlineData("", "")]
    public void Text_is_quoted_when_it_must_be(string text, string expected)
    {
        using (CsvTableWriter file = new(FolderOutputFile.Create(_path), ["a"]))
        {
            file.Text(text);
            file.EndRow();
            file.Flush();
        }

        Assert.Equal($"a\n{expected}\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Rows_across_the_end_of_the_buffer_are_whole()
    {
        // Rows of many lengths, so that the buffer of 65,536 bytes fills up at every kind of cell.
        StringBuilder expected = new("number,text,empty\n");
        using (CsvTableWriter file = new(FolderOutputFile.Create(_path), ["number", "text", "empty"]))
        {
            for (int row = 0; row < 9_000; row++)
            {
                string text = new('x', row % 60);
                file.Number(row * 1_000_003L);
                file.Text(text);
                file.Empty();
                file.EndRow();
                expected.Append(row * 1_000_003L).Append(',').Append(text).Append(",\n");
            }

            file.Flush();
        }

        Assert.True(expected.Length > 4 * 65_536);
        Assert.Equal(expected.ToString(), File.ReadAllText(_path));
    }

    [Fact]
    public void Flush_names_the_file_and_its_length()
    {
        using CsvTableWriter file = new(FolderOutputFile.Create(_path), ["a", "b"]);
        Assert.Equal(("table.csv", 4), NameAndLength(file.Flush()));

        file.Number(123);
        file.Number(4);
        file.EndRow();

        Assert.Equal(("table.csv", 10), NameAndLength(file.Flush()));
        using FileStream written = new(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal(10, written.Length);
    }

    [Fact]
    public void Reopened_file_is_cut_to_its_length_at_the_checkpoint_and_goes_on_there()
    {
        long length;
        using (CsvTableWriter file = new(FolderOutputFile.Create(_path), ["a"]))
        {
            Row(file, 1);
            length = file.Flush().Length;
            Row(file, 2);
            Row(file, 3);
        }

        using (CsvTableWriter file = new(FolderOutputFile.Reopen(_path, length), columns: null))
        {
            Row(file, 4);
            Assert.Equal(6, file.Flush().Length);
        }

        Assert.Equal("a\n1\n4\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Closed_file_ends_with_what_belongs_to_a_checkpoint()
    {
        using (CsvTableWriter file = new(FolderOutputFile.Create(_path), ["a"]))
        {
            Row(file, 1);
            file.Flush();
            for (int row = 0; row < 65_536; row++)
            {
                Row(file, row);
            }

            Assert.True(new FileInfo(_path).Length > 65_536);
        }

        Assert.Equal("a\n1\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Rows_that_could_not_be_written_are_not_tried_again_when_the_file_is_closed()
    {
        var full = new FullDisk();
        CsvTableWriter file = new(full, ["a"]);
        Row(file, 1);

        Assert.Throws<IOException>(() => file.Flush());
        file.Dispose();

        Assert.Equal((1, true), (full.Attempts, full.IsClosed));
    }

    [Fact]
    public void File_shorter_than_the_checkpoint_says_is_refused_and_left_alone()
    {
        File.WriteAllText(_path, "a\n1\n");

        RunFolderException error = Assert.Throws<RunFolderException>(() => FolderOutputFile.Reopen(_path, 5));

        Assert.Contains("table.csv is 4 bytes long; the checkpoint needs 5", error.Message, StringComparison.Ordinal);
        Assert.Equal("a\n1\n", File.ReadAllText(_path));
        error = Assert.Throws<RunFolderException>(() => FolderOutputFile.Reopen(_folder["missing.csv"], 1));
        Assert.Contains("missing.csv is missing; the checkpoint needs 1 bytes of it", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder["missing.csv"]));
    }

    [Fact]
    public void File_that_exists_is_not_overwritten()
    {
        File.WriteAllText(_path, "mine");

        Assert.Throws<IOException>(() => FolderOutputFile.Create(_path));

        Assert.Equal("mine", File.ReadAllText(_path));
    }

    private sealed class FullDisk : IOutputFile
    {
        public string Name => "table.csv";

        public int Attempts { get; private set; }

        public bool IsClosed { get; private set; }

        public void Append(ReadOnlySpan<byte> rows)
        {
            Attempts++;
            throw new IOException("No space left on device");
        }

        public OutputFlush Flush() => throw new IOException("No space left on device");

        public void Dispose() => IsClosed = true;
    }

    private static (string Name, long Length) NameAndLength(OutputFlush flush) => (flush.File, flush.Length);

    private static void Row(CsvTableWriter file, long value)
    {
        file.Number(value);
        file.EndRow();
    }
}
