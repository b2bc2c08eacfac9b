using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;

namespace MarketSim.Environments.Tests.Regimes;

/// <summary>
/// The optimal controller of a regime market over optimal options: at each announcement it picks the option of that regime, which then acts by the solution
/// until the next one. A row's recurrent state is [regime + 1, steps of the episode].
/// </summary>
internal sealed class BestRegimeController(RegimeMarketSettings settings) : IPolicy
{
    private readonly RegimeMarketSolution _solution = new(settings);

    public Space ObservationSpace { get; } = new RegimeMarketEnvironment(settings).ObservationSpace;

    public Space ActionSpace { get; } = new DiscreteSpace(RegimeMarketSettings.Positions);

    public int StateSize => 2;

    /// <summary>Empty: there is nothing to learn.</summary>
    public Span<float> Weights => [];

    public void Act(PolicyBatch batch, bool deterministic)
    {
        ArgumentNullException.ThrowIfNull(batch);
        for (int row = 0; row < batch.Rows; row++)
        {
            ReadOnlySpan<float> observation = batch.Observation(row);
            Span<float> state = batch.State(row);
            for (int regime = 0; regime < RegimeMarketSettings.Regimes; regime++)
            {
                state[0] = observation[RegimeMarketEnvironment.Announcement + regime] > 0 ? regime + 1 : state[0];
            }

            int signal = (int)Math.Round((double)observation[0] * RegimeMarketSettings.MaxSignal);
            batch.Action(row)[0] = 1 + _solution.PositionAt((int)state[1], (MarketRegime)((int)state[0] - 1), signal, (int)observation[1]);
            state[1]++;
        }

        batch.LogProbabilities.Clear();
        batch.Values.Clear();
    }

    public void ClipAction(Span<float> action)
    {
    }
}
