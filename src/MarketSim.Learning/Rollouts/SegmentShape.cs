namespace MarketSim.Learning.Rollouts;

internal static class SegmentShape
{
    public static void Check(ReadOnlySpan<float> rewards, ReadOnlySpan<float> values, ReadOnlySpan<float> advantages, ReadOnlySpan<float> returns)
    {
        int length = rewards.Length;
        if (values.Length != length || advantages.Length != length || returns.Length != length)
        {
            throw new ArgumentException(
                $"A segment of {length} rewards needs as many values, advantages and returns; got {values.Length}, {advantages.Length} and {returns.Length}.",
                nameof(rewards));
        }
    }
}
