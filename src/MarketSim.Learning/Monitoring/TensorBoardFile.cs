using System.Globalization;
using MarketSim.Learning.Persistence;

namespace MarketSim.Learning.Monitoring;

/// <summary>
/// An event file for TensorBoard: records of the message <c>tensorflow.Event</c> (tensorflow/core/util/event.proto), each with one scalar.
/// <c>tensorboard --logdir</c> on the folder shows them during the training.
/// </summary>
public sealed class TensorBoardFile : IMetricsSink
{
    private const string Version = "brain.Event:2";

    private readonly FileStream _stream;
    private readonly TimeProvider _time;
    private readonly ProtobufWriter _event = new();
    private readonly ProtobufWriter _summary = new();
    private readonly ProtobufWriter _scalar = new();

    private TensorBoardFile(FileStream stream, TimeProvider time)
    {
        _stream = stream;
        _time = time;
        WriteTime();
        _event.Text(EventField.FileVersion, Version);
        WriteEvent();
    }

    /// <summary>Begins a new event file. A training that is resumed begins another one in the same folder, as TensorBoard expects.</summary>
    /// <param name="folder">Made when missing; TensorBoard names the run after it.</param>
    /// <param name="time">Clock for the time stamps.</param>
    public static TensorBoardFile Create(string folder, TimeProvider time)
    {
        Directory.CreateDirectory(folder);
        long seconds = time.GetUtcNow().ToUnixTimeSeconds();
        for (int attempt = 0; ; attempt++)
        {
            // The viewer takes every file with this text in its name, in the order of their names.
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{seconds:D10}.marketsim.{attempt}"));
            if (!File.Exists(path))
            {
                return new TensorBoardFile(new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 16), time);
            }
        }
    }

    /// <summary>The path of the file.</summary>
    public string FullPath => _stream.Name;

    /// <inheritdoc/>
    public void Record(string name, double value, long step)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(step);
        _scalar.Clear();
        _scalar.Text(EventField.Tag, name);
        _scalar.Single(EventField.SimpleValue, (float)value);
        _summary.Clear();
        _summary.Bytes(EventField.Value, _scalar.Written);
        WriteTime();
        _event.Integer(EventField.Step, step);
        _event.Bytes(EventField.Summary, _summary.Written);
        WriteEvent();
    }

    /// <inheritdoc/>
    public void Flush() => _stream.Flush();

    /// <inheritdoc/>
    public void Dispose() => _stream.Dispose();

    private void WriteTime()
    {
        _event.Clear();
        _event.Double(EventField.WallTime, (_time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
    }

    private void WriteEvent() => EventRecord.Write(_stream, _event.Written);

    /// <summary>Numbers of fields: of an event, of its summary, and of a value in it.</summary>
    private static class EventField
    {
        public const int WallTime = 1;
        public const int Step = 2;
        public const int FileVersion = 3;
        public const int Summary = 5;
        public const int Value = 1;
        public const int Tag = 1;
        public const int SimpleValue = 2;
    }
}
