using System.IO.Compression;

namespace MarketSim.Market.Data.Bars.Tables;

/// <summary>The container format of a file of bars.</summary>
internal enum BarFormat
{
    Text,
    Json,
    Parquet,
}

/// <summary>A file of bars without what it is packed in (ZIP, GZIP); may be opened again and again.</summary>
/// <param name="Open">A stream of the content from its beginning.</param>
internal sealed record BarContainer(string FileName, BarFormat Format, string? Packing, Func<Stream> Open)
{
    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] Gzip = [0x1F, 0x8B];
    private static readonly byte[] Parquet = [0x50, 0x41, 0x52, 0x31];

    /// <param name="entry">Of an archive, the file to read; null for its only one.</param>
    /// <exception cref="InvalidDataException">The archive is damaged, empty, or holds several files and none is named.</exception>
    public static BarContainer Of(string fileName, Func<Stream> open, string? entry)
    {
        byte[] head = Head(open);
        try
        {
            return head switch
            {
                _ when head.AsSpan().StartsWith(Zip) => Of(fileName, OfEntry(fileName, open, entry), null) with { Packing = "ZIP" },
                _ when head.AsSpan().StartsWith(Gzip) => Of(fileName, () => new GZipStream(open(), CompressionMode.Decompress), entry) with { Packing = "GZIP" },
                _ when head.AsSpan().StartsWith(Parquet) => new(fileName, BarFormat.Parquet, null, () => Seekable(open())),
                _ => new(fileName, IsJson(head) ? BarFormat.Json : BarFormat.Text, null, open),
            };
        }
        catch (InvalidDataException error) when (!error.Message.StartsWith(fileName, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"{fileName}: the archive is damaged: {error.Message}", error);
        }
    }

    private static Func<Stream> OfEntry(string fileName, Func<Stream> open, string? entry)
    {
        string[] names;
        using (Stream stream = open())
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Read))
        {
            names = [.. archive.Entries.Where(file => !file.FullName.EndsWith('/') && !file.FullName.StartsWith("__MACOSX", StringComparison.Ordinal)).Select(file => file.FullName)];
        }

        if (entry is not null && !names.Contains(entry, StringComparer.Ordinal))
        {
            throw new InvalidDataException($"{fileName}: holds no file '{entry}' (entry:); it holds {Listed(names)}.");
        }

        string name = entry ?? (names.Length == 1
            ? names[0]
            : throw new InvalidDataException($"{fileName}: holds {names.Length} files, {Listed(names)}; say which with entry:, e.g. entry: {names.FirstOrDefault() ?? "bars.csv"}."));
        return () =>
        {
            // The archive owns its stream, and the entry's stream ends with both.
            var archive = new ZipArchive(open(), ZipArchiveMode.Read);
            return new EntryStream(archive, archive.GetEntry(name)!.Open());
        };
    }

    private static string Listed(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names.Take(5)) + (names.Length > 5 ? ", …" : string.Empty);

    private static byte[] Head(Func<Stream> open)
    {
        using Stream stream = open();
        byte[] head = new byte[256];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static bool IsJson(byte[] head)
    {
        ReadOnlySpan<byte> text = head.AsSpan().StartsWith("\uFEFF"u8) ? head.AsSpan(3) : head;
        text = text.TrimStart(" \t\r\n"u8);
        return text.Length > 0 && text[0] is (byte)'{' or (byte)'[';
    }

    private static Stream Seekable(Stream stream)
    {
        if (stream.CanSeek)
        {
            return stream;
        }

        using (stream)
        {
            var memory = new MemoryStream();
            stream.CopyTo(memory);
            memory.Position = 0;
            return memory;
        }
    }

    private sealed class EntryStream(ZipArchive archive, Stream content) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => content.Read(buffer, offset, count);

        public override int Read(Span<byte> buffer) => content.Read(buffer);

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                content.Dispose();
                archive.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
