using MarketSim.Learning.Rollouts;
using MarketSim.Numerics.Randomness;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Rollouts;

public sealed class ReplayBufferTests
{
    [Fact]
    public void Full_buffer_forgets_the_oldest_transition()
    {
        var buffer = Filled(capacity: 5, transitions: 7, chunkRows: 2);
        Assert.Equal(5, buffer.Count);
        Assert.Equal(2, buffer.Next);
        Assert.Equal([2, 3, 4, 5, 6], Rewards(buffer).Distinct().Order());
    }

    [Fact]
    public void Sampled_row_is_one_transition()
    {
        var buffer = Filled(capacity: 100, transitions: 50, chunkRows: 8);
        var batch = new ReplayBatch(20, 2, 1);
        var random = new RandomStream(3, RandomPurpose.Replay, 0, 0);
        buffer.Sample(ref random, batch);
        for (int i = 0; i < batch.Rows; i++)
        {
            float reward = batch.Rewards[i];
            Assert.Equal([reward, -reward], batch.Observation(i).ToArray());
            Assert.Equal([reward + 1, -reward - 1], batch.NextObservation(i).ToArray());
            Assert.Equal([reward * 10], batch.Action(i).ToArray());
            Assert.Equal(reward % 4 == 3 ? 1 : 0, batch.Terminated[i]);
        }
    }

    [Fact]
    public void Chunks_that_did_not_change_save_the_same_bytes()
    {
        var buffer = Filled(capacity: 40, transitions: 20, chunkRows: 8);
        byte[][] before = [.. Enumerable.Range(0, buffer.ChunkCount).Select(buffer.SaveChunk)];
        AddOne(buffer, 20);
        byte[][] after = [.. Enumerable.Range(0, buffer.ChunkCount).Select(buffer.SaveChunk)];
        Assert.Equal(before[0], after[0]);
        Assert.Equal(before[1], after[1]);
        Assert.NotEqual(before[2], after[2]);
        Assert.Equal(before[3], after[3]);
        Assert.Equal(before[4], after[4]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(11)]
    [InlineData(53)]
    public void Restored_buffer_samples_and_goes_on_alike(int transitions)
    {
        var buffer = Filled(capacity: 40, transitions, chunkRows: 8);
        var writer = new MessagePackWriter();
        buffer.SavePosition(writer);
        var restored = Filled(capacity: 40, transitions: 33, chunkRows: 8);
        var reader = new MessagePackReader(writer.Written);
        restored.RestorePosition(ref reader);
        for (int chunk = 0; chunk < buffer.ChunkCount; chunk++)
        {
            restored.RestoreChunk(chunk, buffer.SaveChunk(chunk));
        }

        for (int i = 0; i < 3; i++)
        {
            AddOne(buffer, 1000 + i);
            AddOne(restored, 1000 + i);
        }

        Assert.Equal(buffer.Count, restored.Count);
        Assert.Equal(Rewards(buffer), Rewards(restored));
    }

    [Fact]
    public void Chunk_of_another_size_is_refused()
    {
        var buffer = Filled(capacity: 40, transitions: 20, chunkRows: 8);
        var wider = new ReplayBuffer(3, 1, 40, 8);
        wider.Add([1, 2, 3], [4], 5, [6, 7, 8], terminated: false);
        byte[] chunk = wider.SaveChunk(0);
        Assert.Contains("replay chunk 0", Assert.Throws<InvalidDataException>(() => buffer.RestoreChunk(0, chunk)).Message);
    }

    private static ReplayBuffer Filled(int capacity, int transitions, int chunkRows)
    {
        var buffer = new ReplayBuffer(2, 1, capacity, chunkRows);
        for (int i = 0; i < transitions; i++)
        {
            AddOne(buffer, i);
        }

        return buffer;
    }

    private static void AddOne(ReplayBuffer buffer, int number) =>
        buffer.Add([number, -number], [number * 10], number, [number + 1, -number - 1], terminated: number % 4 == 3);

    private static float[] Rewards(ReplayBuffer buffer)
    {
        var batch = new ReplayBatch(500, 2, 1);
        var random = new RandomStream(1, RandomPurpose.Replay, 0, 0);
        buffer.Sample(ref random, batch);
        return batch.Rewards.ToArray();
    }
}
