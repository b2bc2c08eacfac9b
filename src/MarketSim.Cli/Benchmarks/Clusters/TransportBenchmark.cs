using System.Globalization;
using MarketSim.Cluster.Transport;

namespace MarketSim.Cli.Benchmarks.Clusters;

/// <summary>The broker alone: bodies to and fro between two connections of this process, and as fast as they go one way.</summary>
internal sealed class TransportBenchmark(ITransport transport, TimeProvider timeProvider, int repeats, int messages)
{
    public async Task<IReadOnlyList<Measurement>> MeasureAsync(int bodyBytes)
    {
        List<double> medians = [];
        List<double> tails = [];
        List<double> rates = [];
        for (int repeat = -1; repeat < repeats; repeat++)
        {
            double[] microseconds = await RoundTripsAsync(bodyBytes).ConfigureAwait(false);
            double rate = await OneWayAsync(bodyBytes).ConfigureAwait(false);
            if (repeat >= 0)
            {
                medians.Add(microseconds[microseconds.Length / 2] / 1e3);
                tails.Add(microseconds[microseconds.Length * 99 / 100] / 1e3);
                rates.Add(rate);
            }
        }

        string name = string.Create(CultureInfo.InvariantCulture, $"broker, frames of {bodyBytes >> 10} KB");
        return
        [
            Measurement.Of("cluster", $"{name}, round trip, median", "ms", medians),
            Measurement.Of("cluster", $"{name}, round trip, 99th percentile", "ms", tails),
            Measurement.Of("cluster", $"{name}, one way", "frames/s", rates, string.Create(CultureInfo.InvariantCulture, $"{rates.Order().ElementAt(rates.Count / 2) * bodyBytes / 1e6:0} MB/s")),
        ];
    }

    /// <returns>Of each round trip, in ascending order.</returns>
    private async Task<double[]> RoundTripsAsync(int bodyBytes)
    {
        double[] microseconds = new double[messages];
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] body = new byte[bodyBytes];
        ITransportConnection? near = null;
        ITransportConnection? far = null;
        int seen = 0;
        long sentAt = 0;
        near = await transport.ConnectAsync("bench.near", new Ear(_ =>
        {
            microseconds[seen] = timeProvider.GetElapsedTime(sentAt).TotalMicroseconds;
            if (++seen == messages)
            {
                done.SetResult();
                return;
            }

            sentAt = timeProvider.GetTimestamp();
            near!.Send("bench.far", body);
        }, done), CancellationToken.None).ConfigureAwait(false);
        await using (near.ConfigureAwait(false))
        {
            far = await transport.ConnectAsync("bench.far", new Ear(received => far!.Send("bench.near", received), done), CancellationToken.None).ConfigureAwait(false);
            await using (far.ConfigureAwait(false))
            {
                sentAt = timeProvider.GetTimestamp();
                near.Send("bench.far", body);
                await done.Task.ConfigureAwait(false);
            }
        }

        Array.Sort(microseconds);
        return microseconds;
    }

    /// <returns>Frames per second.</returns>
    private async Task<double> OneWayAsync(int bodyBytes)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        byte[] body = new byte[bodyBytes];
        int seen = 0;
        ITransportConnection far = await transport.ConnectAsync("bench.far", new Ear(_ =>
        {
            if (++seen == messages)
            {
                done.SetResult();
            }
        }, done), CancellationToken.None).ConfigureAwait(false);
        await using (far.ConfigureAwait(false))
        {
            ITransportConnection near = await transport.ConnectAsync("bench.near", new Ear(static _ => { }, done), CancellationToken.None).ConfigureAwait(false);
            await using (near.ConfigureAwait(false))
            {
                long begun = timeProvider.GetTimestamp();
                for (int message = 0; message < messages; message++)
                {
                    near.Send("bench.far", body);
                }

                await done.Task.ConfigureAwait(false);
                return messages / timeProvider.GetElapsedTime(begun).TotalSeconds;
            }
        }
    }

    private sealed class Ear(Action<ReadOnlyMemory<byte>> hear, TaskCompletionSource done) : ITransportListener
    {
        public void Received(ReadOnlyMemory<byte> body) => hear(body);

        public void Undeliverable(string inbox) => done.TrySetException(new InvalidOperationException($"Nobody has the inbox {inbox}."));

        public void Blocked(bool isBlocked)
        {
        }

        public void Lost(string reason) => done.TrySetException(new InvalidOperationException($"The connection to the broker was lost: {reason}"));
    }
}
