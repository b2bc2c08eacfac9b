using System.Globalization;
using MarketSim.Learning.Environments;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Tests.Curriculum;

/// <summary>
/// A combination lock (Kakade and Langford 2002): at each place one of three actions is right, nobody tells that one was wrong, and only the last place pays, if
/// all were right. The task of the gate: 12 places at difficulty 1, 4 at difficulty 0, and the shorter combination is the beginning of the longer one. A policy
/// that draws its actions opens the long one in one of half a million episodes.
/// </summary>
internal sealed class CombinationLock(double difficulty) : IEnvironment
{
    private const int Actions = 3;
    private const int Shortest = 4;
    private const int Longest = 12;

    private static readonly int[] Combination = [2, 0, 1, 1, 2, 0, 0, 2, 1, 0, 1, 2];
    private static readonly BoxSpace Observed = BoxSpace.Uniform(Longest, 0, 1);
    private static readonly DiscreteSpace Acts = new(Actions);

    private readonly int _places = Shortest + (int)Math.Round((Longest - Shortest) * difficulty);
    private int _place;
    private bool _isShut;

    public Space ObservationSpace => Observed;

    public Space ActionSpace => Acts;

    public void Reset(ulong seed, Span<float> observation)
    {
        _place = 0;
        _isShut = false;
        Show(observation);
    }

    public StepResult Step(ReadOnlySpan<float> action, Span<float> observation)
    {
        _isShut |= (int)action[0] != Combination[_place];
        _place++;
        bool isLast = _place == _places;
        Show(observation);
        return new StepResult(isLast && !_isShut ? 1 : 0, Terminated: isLast, Truncated: false);
    }

    public void Save(MessagePackWriter writer)
    {
        writer.WriteArrayHeader(2);
        writer.WriteInt64(_place);
        writer.WriteBoolean(_isShut);
    }

    public void Restore(ref MessagePackReader reader)
    {
        reader.ReadArrayHeader(2);
        _place = reader.ReadInt32();
        _isShut = reader.ReadBoolean();
    }

    public override string ToString() => _places.ToString(CultureInfo.InvariantCulture);

    private void Show(Span<float> observation)
    {
        observation.Clear();
        observation[Math.Min(_place, Longest - 1)] = 1;
    }
}
