using System.IO.Compression;
using System.Text;
using MarketSim.Market.Data;
using MarketSim.Market.Data.Bars;
using MarketSim.Market.Data.Bars.Layouts;
using Parquet;
using Parquet.Schema;

namespace MarketSim.Market.Tests.Data.Bars;

/// <summary>Bars in archives and in Parquet.</summary>
public sealed class PackedBarFileTests
{
    private const string Text = "Date,Open,High,Low,Close,Volume\n2020-01-02,1.5,2,1,1.25,7\n2020-01-03,1.5,2,1,1.25,8\n";

    [Fact]
    public void Gzip_is_unpacked()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Text));
        }

        BarReading reading = Read(packed.ToArray());
        Assert.Equal([7, 8], reading.Bars.Select(bar => bar.Volume));
        Assert.Contains("GZIP", reading.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_file_of_an_archive_is_read_and_one_of_several_must_be_named()
    {
        byte[] several = Zip(("a.csv", Text), ("b/c.csv", Text.Replace("8\n", "9\n", StringComparison.Ordinal)));

        Assert.Equal([7, 8], Read(Zip(("a.csv", Text))).Bars.Select(bar => bar.Volume));
        Assert.Contains("holds 2 files, a.csv, b/c.csv; say which with entry:", Assert.Throws<InvalidDataException>(() => Read(several)).Message, StringComparison.Ordinal);
        Assert.Equal([7, 9], Read(several, new BarLayout { Entry = "b/c.csv" }).Bars.Select(bar => bar.Volume));
        Assert.Contains("holds no file 'x'", Assert.Throws<InvalidDataException>(() => Read(several, new BarLayout { Entry = "x" })).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("504B0304FFFFFFFFFFFF")]
    [InlineData("1F8B0800FFFFFFFFFFFF")]
    [InlineData("504152310000000000000000")]
    public void Damaged_file_is_refused_by_name(string bytes) =>
        Assert.StartsWith("bars.bin", Assert.Throws<InvalidDataException>(() => Read(Convert.FromHexString(bytes))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Parquet_of_times_and_numbers_is_read()
    {
        var time = new DataField<DateTime>("Datetime");
        var open = new DataField<double>("Open");
        var high = new DataField<double?>("High");
        var low = new DataField<float>("Low");
        var close = new DataField<double>("Close");
        var volume = new DataField<long>("Volume");
        using var file = new MemoryStream();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(new ParquetSchema(time, open, high, low, close, volume), file))
        {
            for (int group = 0; group < 2; group++)
            {
                using ParquetRowGroupWriter rows = writer.CreateRowGroup();
                await rows.WriteAsync<DateTime>(time, new DateTime[] { new(2020, 1, 2 + group, 9, 30, 0, DateTimeKind.Utc) });
                await rows.WriteAsync<double>(open, new[] { 1.1 });
                await rows.WriteAsync<double>(high, new double?[] { 2.5 });
                await rows.WriteAsync<float>(low, new[] { 1f });
                await rows.WriteAsync<double>(close, new[] { 1.3 });
                await rows.WriteAsync<long>(volume, new[] { 10_000_000_000 });
            }
        }

        BarReading reading = Read(file.ToArray());

        Assert.Equal(
            [new Bar(new DateTime(2020, 1, 2, 9, 30, 0), 1.1, 2.5, 1, 1.3, 1e10), new Bar(new DateTime(2020, 1, 3, 9, 30, 0), 1.1, 2.5, 1, 1.3, 1e10)],
            reading.Bars);
        Assert.Contains("Parquet", reading.Description, StringComparison.Ordinal);
    }

    private static byte[] Zip(params (string Name, string Text)[] files)
    {
        using var packed = new MemoryStream();
        using (var archive = new ZipArchive(packed, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, string text) in files)
            {
                using Stream stream = archive.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(text));
            }
        }

        return packed.ToArray();
    }

    private static BarReading Read(byte[] content, BarLayout? layout = null) => BarFile.Read("bars.bin", () => new MemoryStream(content), layout ?? BarLayout.Default);
}
