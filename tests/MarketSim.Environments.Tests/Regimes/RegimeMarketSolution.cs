namespace MarketSim.Environments.Tests.Regimes;

/// <summary>
/// The optimum of a regime market, by backward induction over all its states: (step, regime, signal, position). A policy with memory of the present bar's
/// announcement knows the whole state, so that no policy earns more.
/// </summary>
internal sealed class RegimeMarketSolution
{
    private const int Signals = (2 * RegimeMarketSettings.MaxSignal) + 1;
    private const int Regimes = RegimeMarketSettings.Regimes;
    private const int Positions = RegimeMarketSettings.Positions;
    private const int StatesPerStep = Regimes * Signals * Positions;
    private readonly RegimeMarketSettings _settings;

    // The optimal position by step and state.
    private readonly int[] _best;

    /// <summary>Solves the market of settings, which are checked.</summary>
    public RegimeMarketSolution(RegimeMarketSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings.Checked();
        int steps = _settings.BarSteps * _settings.Bars;
        _best = new int[steps * StatesPerStep];
        double[] values = new double[StatesPerStep];
        double[] before = new double[values.Length];
        for (int step = steps - 1; step >= 0; step--)
        {
            for (int state = 0; state < values.Length; state++)
            {
                before[state] = BestValue(step, state, values);
            }

            (values, before) = (before, values);
        }

        // Initially regime and signal are uniform, and there is no position.
        Value = Enumerable.Range(0, Regimes * Signals).Average(state => values[(state * Positions) + 1]);
    }

    /// <summary>Expected return of an episode under the optimal policy.</summary>
    public double Value { get; }

    /// <summary>Expected return of an episode of uniformly random positions: the returns cancel, the costs remain.</summary>
    public double RandomValue => -_settings.Cost * ((2 / 3.0) + (((_settings.BarSteps * _settings.Bars) - 1) * (8 / 9.0)));

    /// <summary>The optimal next position.</summary>
    /// <param name="step">Step of the episode, from 0.</param>
    public int PositionAt(int step, MarketRegime regime, int signal, int position) => _best[(step * StatesPerStep) + StateOf((int)regime, signal, position)];

    /// <summary>A mean return on a scale with 0 for random positions and 1 for the optimum.</summary>
    public double Score(double meanReturn) => (meanReturn - RandomValue) / (Value - RandomValue);

    private static int StateOf(int regime, int signal, int position) => (((regime * Signals) + signal + RegimeMarketSettings.MaxSignal) * Positions) + position + 1;

    // The value of a state by the values of the next step; records the optimal position.
    private double BestValue(int step, int state, double[] next)
    {
        int position = (state % Positions) - 1;
        int signal = (state / Positions % Signals) - RegimeMarketSettings.MaxSignal;
        int regime = state / (Positions * Signals);
        double best = double.NegativeInfinity;
        for (int target = -1; target <= 1; target++)
        {
            double value = (target * _settings.MeanReturn((MarketRegime)regime, signal)) - (_settings.Cost * Math.Abs(target - position)) + Expected(step, regime, signal, target, next);
            if (value > best)
            {
                best = value;
                _best[(step * StatesPerStep) + state] = target;
            }
        }

        return best;
    }

    // The expected value of the next step's state, over its signal and, at the beginning of a bar, its regime.
    private double Expected(int step, int regime, int signal, int position, double[] next)
    {
        bool beginsBar = (step + 1) % _settings.BarSteps == 0;
        double sum = 0;
        for (int following = Math.Max(-RegimeMarketSettings.MaxSignal, signal - 1); following <= Math.Min(RegimeMarketSettings.MaxSignal, signal + 1); following++)
        {
            double probability = _settings.SignalProbability(signal, following);
            if (!beginsBar)
            {
                sum += probability * next[StateOf(regime, following, position)];
                continue;
            }

            for (int other = 0; other < Regimes; other++)
            {
                sum += probability * _settings.RegimeProbability((MarketRegime)regime, (MarketRegime)other) * next[StateOf(other, following, position)];
            }
        }

        return sum;
    }
}
