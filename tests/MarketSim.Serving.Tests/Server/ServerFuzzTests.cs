using MarketSim.Numerics.Randomness;
using MarketSim.Results;
using MarketSim.Serving.Server;
using MarketSim.Serving.Worlds;

namespace MarketSim.Serving.Tests.Server;

public sealed class ServerFuzzTests : IDisposable
{
    private const int Frames = 100_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("marketsim-fuzz-").FullName;
    private int _environments;
    private int _runs;

    /// <summary>Requests with bytes changed, left out, doubled and made up: each is answered, or refused as none of the protocol; nothing else happens.</summary>
    [Fact]
    public void Hundred_thousand_damaged_frames_are_answered_or_refused_and_hurt_nobody()
    {
        var random = new RandomStream(1, RandomPurpose.Test, group: 0, index: 0);
        using ClientSession steady = CreateSession();
        TestClient.RowsOf(Setup(steady), EnvironmentBatch.Reset);
        float[] expected = TestClient.RowsOf(steady.Answer(Requests.Step(3, 1, 0.5f)).ToArray(), EnvironmentBatch.Step).Observations;
        int answered = 0;
        int refused = 0;
        ClientSession attacked = CreateSession();
        byte[][] templates = Templates();
        Setup(attacked);
        for (int frame = 0; frame < Frames; frame++)
        {
            byte[] damaged = Damage(templates[random.NextInt64(templates.Length)], ref random);
            try
            {
                Assert.NotEqual(0, attacked.Answer(damaged).Length);
                answered++;
            }
            catch (InvalidDataException)
            {
                // The connection would end here, and its client come back.
                refused++;
                if (refused % 100 == 0)
                {
                    attacked.Dispose();
                    attacked = CreateSession();
                    Setup(attacked);
                }
            }
        }

        attacked.Dispose();
        Assert.True(answered > Frames / 50, $"{answered} answered, {refused} refused");
        Assert.True(refused > Frames / 10, $"{answered} answered, {refused} refused");
        Assert.Equal(1, _environments);
        using ClientSession fresh = CreateSession();
        Setup(fresh);
        Assert.Equal(expected, TestClient.RowsOf(fresh.Answer(Requests.Step(3, 1, 0.5f)).ToArray(), EnvironmentBatch.Step).Observations);
        Assert.Equal(4, TestClient.RowsOf(steady.Answer(Requests.Step(4, 1, 0.5f)).ToArray(), EnvironmentBatch.Step).Flags[0]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static byte[] Setup(ClientSession session)
    {
        session.Answer(Requests.Make(1, WorldKinds.OrderBook, 1, run: null, ("decisions", "3"), ("warmup_seconds", "1"), ("decision_seconds", "1")));
        return session.Answer(Requests.Reset(2, 1, 7)).ToArray();
    }

    private static byte[][] Templates() =>
    [
        Requests.Make(1, WorldKinds.OrderBook, 1, run: null, ("decisions", "3"), ("warmup_seconds", "1")),
        Requests.Make(1, WorldKinds.OrderBook, 2, run: "name", ("actions", "quotes")),
        Requests.Reset(2, 1, 7),
        Requests.Step(3, 1, 0.5f),
        Requests.Step(4, 2, 0.5f, -0.5f),
        Requests.Close(5, 2),
    ];

    private static byte[] Damage(byte[] request, ref RandomStream random)
    {
        byte[] damaged = [.. request];
        switch (random.NextInt64(5))
        {
            case 0:
                return damaged[..(int)random.NextInt64(damaged.Length)];
            case 1:
                return [.. damaged, (byte)random.NextInt64(256)];
            case 2:
                byte[] made = new byte[random.NextInt64(64)];
                for (int i = 0; i < made.Length; i++)
                {
                    made[i] = (byte)random.NextInt64(256);
                }

                return made;
            default:
                for (long change = random.NextInt64(3); change >= 0; change--)
                {
                    damaged[random.NextInt64(damaged.Length)] = (byte)random.NextInt64(256);
                }

                return damaged;
        }
    }

    private ClientSession CreateSession() => new(
        new WorldFactory(RunningServer.ReadScenario),
        threads: 1,
        count =>
        {
            if (count > 0 && _environments + count > 8)
            {
                return false;
            }

            _environments += count;
            return true;
        },
        (_, _) => RunFolder.Create(Path.Combine(_folder, $"run-{_runs++}")));
}
