using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Spaces;
using MarketSim.Numerics.Serialization;

namespace MarketSim.Learning.Environments.Checking;

/// <summary>Plays an environment with random actions and names what it does wrong.</summary>
public sealed class EnvironmentChecker
{
    private readonly Func<IEnvironment> _make;
    private readonly EnvironmentCheckOptions _options;
    private readonly List<EnvironmentFault> _faults = [];
    private string _call = "making the environment";

    private EnvironmentChecker(Func<IEnvironment> make, EnvironmentCheckOptions options)
    {
        _make = make;
        _options = options;
    }

    /// <param name="create">Creates an equal environment at each call.</param>
    /// <returns>Each kind of fault once, with the first place where it was found; empty when all is well.</returns>
    public static IReadOnlyList<EnvironmentFault> Check(Func<IEnvironment> create, EnvironmentCheckOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(create);
        options ??= new EnvironmentCheckOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Episodes, 3, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumSteps, 2, nameof(options));
        var checker = new EnvironmentChecker(create, options);
        checker.Run();
        return checker._faults;
    }

    private void Run()
    {
        try
        {
            if (_make() is { } first && ReferenceEquals(first, _make()))
            {
                // Whatever else is found would follow from this.
                Note(EnvironmentFaultKind.InstanceShared, "the function that makes the environment gives the same instance each time; it must make a new one, e.g. () => new MyEnvironment()");
                return;
            }

            CheckRefusals();
            CheckEpisodes();
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Note(EnvironmentFaultKind.Throws, $"{_call}: {exception.GetType().Name}: {exception.Message}");
        }
    }

    private WatchedEnvironment Create()
    {
        _call = "making the environment";
        return new WatchedEnvironment(_make(), call => _call = call);
    }

    private void CheckEpisodes()
    {
        WatchedEnvironment environment = Create();
        List<EpisodeRecording> episodes = [];
        for (int episode = 0; episode < _options.Episodes; episode++)
        {
            ulong seed = SeedOf(episode);
            EpisodeRecording recording = EpisodeRecording.Play(environment, seed, _options.MaximumSteps);
            episodes.Add(recording);
            CheckValues(environment, recording, seed);
            CheckAfterEnd(environment, recording);
            CheckRepeats(environment, recording, seed);
            CheckRestore(recording, seed);
        }

        CheckSeeds(episodes);
        CheckLengths(episodes);
    }

    private void CheckRefusals()
    {
        WatchedEnvironment environment = Create();
        float[] observation = new float[environment.ObservationSpace.Size];
        float[] action = ActionOf(environment.ActionSpace);
        if (!Refuses<InvalidOperationException>(() => environment.Step(action, observation)))
        {
            Note(EnvironmentFaultKind.StepBeforeResetAccepted, "a step before the first reset must throw an InvalidOperationException");
        }

        environment.Reset(_options.Seed, observation);
        foreach (float[] wrong in WrongActions(environment.ActionSpace, action))
        {
            if (!Refuses<ArgumentException>(() => environment.Step(wrong, observation)))
            {
                Note(EnvironmentFaultKind.WrongActionAccepted, $"the action [{EnvironmentGuard.Text(wrong)}] is not of the action space; it must be refused with an ArgumentException");
            }
        }
    }

    private void CheckValues(IEnvironment environment, EpisodeRecording recording, ulong seed)
    {
        for (int row = 0; row < recording.Observations.Count; row++)
        {
            CheckObservation(environment.ObservationSpace, recording.Observations[row], row == 0 ? $"the reset with seed {seed}" : $"step {row - 1} of seed {seed}");
        }

        for (int step = 0; step < recording.Results.Count; step++)
        {
            CheckResult(recording.Results[step], $"step {step} of seed {seed}");
        }
    }

    private void CheckObservation(Space space, float[] observation, string place)
    {
        int notANumber = Array.FindIndex(observation, float.IsNaN);
        if (notANumber >= 0)
        {
            Note(EnvironmentFaultKind.ObservationNotANumber, $"after {place} element {notANumber} of the observation is NaN or was not written");
        }
        else if (!space.Contains(observation))
        {
            Note(EnvironmentFaultKind.ObservationOutsideSpace, $"after {place} the observation [{EnvironmentGuard.Text(observation)}] is outside its space{Offender(space, observation)}");
        }
    }

    private void CheckResult(StepResult result, string place)
    {
        if (!double.IsFinite(result.Reward))
        {
            Note(EnvironmentFaultKind.RewardNotFinite, $"the reward of {place} is {result.Reward}");
        }

        if (result.Terminated && result.Truncated)
        {
            Note(EnvironmentFaultKind.TerminatedAndTruncated, $"{place} is terminated and truncated; an episode that ended by itself was not cut off");
        }

        foreach (KeyValuePair<string, double> figure in result.Info ?? new Dictionary<string, double>(StringComparer.Ordinal))
        {
            if (!double.IsFinite(figure.Value))
            {
                Note(EnvironmentFaultKind.InfoNotFinite, $"'{figure.Key}' in the info of {place} is {figure.Value}");
            }
        }
    }

    private void CheckAfterEnd(IEnvironment environment, EpisodeRecording recording)
    {
        float[] observation = new float[environment.ObservationSpace.Size];
        if (recording.HasEnded && !Refuses<InvalidOperationException>(() => environment.Step(recording.Actions[^1], observation)))
        {
            Note(EnvironmentFaultKind.StepAfterEndAccepted, $"after the end in step {recording.Results.Count - 1} a further step must throw an InvalidOperationException");
        }
    }

    /// <summary>Repeats an episode on the instance that has already run one, which shows any state that it has kept, and on a new one.</summary>
    private void CheckRepeats(IEnvironment used, EpisodeRecording recording, ulong seed)
    {
        foreach ((IEnvironment environment, string which) in new (IEnvironment, string)[] { (used, "the same"), (Create(), "a fresh") })
        {
            EpisodeRecording repeated = EpisodeRecording.Repeat(environment, seed, recording);
            if (!EpisodeRecording.SameBits(recording.Observations[0], repeated.Observations[0]))
            {
                Note(EnvironmentFaultKind.ResetNotRepeatable, $"a second reset of {which} instance with seed {seed} shows [{EnvironmentGuard.Text(repeated.Observations[0])}] instead of [{EnvironmentGuard.Text(recording.Observations[0])}]");
            }
            else if (recording.DifferenceFrom(repeated, skipped: 0) is { } difference)
            {
                Note(EnvironmentFaultKind.EpisodeNotRepeatable, $"played again with seed {seed} and the same actions on {which} instance, {difference}");
            }
        }
    }

    private void CheckRestore(EpisodeRecording recording, ulong seed)
    {
        int half = recording.Results.Count / 2;
        WatchedEnvironment saved = Create();
        var beginning = new EpisodeRecording();
        float[] observation = new float[saved.ObservationSpace.Size];
        saved.Reset(seed, observation);
        for (int step = 0; step < half; step++)
        {
            beginning.Act(saved, recording.Actions[step]);
        }

        var writer = new MessagePackWriter();
        saved.Save(writer);
        byte[] bytes = writer.Written.ToArray();
        if (bytes.Length == 0)
        {
            Note(EnvironmentFaultKind.SaveWritesNothing, $"after {half} steps of seed {seed} Save writes nothing; it must write all that the rest of the episode depends on, and Restore read it");
            return;
        }

        WatchedEnvironment restored = Create();
        CheckBytes(restored, bytes, half, seed);
        restored.Continues(seed, half);
        var continued = new EpisodeRecording();
        continued.Continue(restored, recording, half);
        if (recording.DifferenceFrom(continued, half) is { } difference)
        {
            Note(EnvironmentFaultKind.RestoreNotExact, $"restored after {half} steps of seed {seed}, {difference}");
        }

        var unharmed = new EpisodeRecording();
        unharmed.Continue(saved, recording, half);
        if (recording.DifferenceFrom(unharmed, half) is { } harm)
        {
            Note(EnvironmentFaultKind.SaveChangesState, $"having been saved after {half} steps of seed {seed}, {harm}");
        }
    }

    private void CheckBytes(IEnvironment restored, byte[] bytes, int steps, ulong seed)
    {
        var reader = new MessagePackReader(bytes);
        restored.Restore(ref reader);
        if (!reader.End)
        {
            Note(EnvironmentFaultKind.RestoreReadsOtherBytes, $"of the {bytes.Length} bytes saved after {steps} steps of seed {seed} a restore reads {reader.Position}");
            return;
        }

        var again = new MessagePackWriter();
        restored.Save(again);
        if (!again.Written.SequenceEqual(bytes))
        {
            Note(EnvironmentFaultKind.RestoreNotExact, $"what was saved after {steps} steps of seed {seed} and restored saves other bytes");
        }
    }

    private void CheckSeeds(List<EpisodeRecording> episodes)
    {
        if (_options.IsDeterministic)
        {
            return;
        }

        // The actions differ between the episodes, so that only the observations of the resets, or the same actions again, tell.
        EpisodeRecording first = episodes[0];
        bool allAlike = episodes.TrueForAll(episode => EpisodeRecording.SameBits(episode.Observations[0], first.Observations[0]))
            && Enumerable.Range(1, episodes.Count - 1).All(episode =>
                first.DifferenceFrom(EpisodeRecording.Repeat(Create(), SeedOf(episode), first), skipped: 0) is null);
        if (allAlike)
        {
            Note(EnvironmentFaultKind.SeedIgnored, $"{episodes.Count} seeds give the same episode; randomness must come from the seed (or say that there is none)");
        }
    }

    private void CheckLengths(List<EpisodeRecording> episodes)
    {
        int length = episodes[0].Results.Count;
        if (!_options.HasFiniteHorizon && length > 1 && episodes.TrueForAll(episode => episode.Results.Count == length && episode.Results[^1].Terminated))
        {
            Note(EnvironmentFaultKind.TimeLimitTerminates, $"all {episodes.Count} episodes terminate after {length} steps; a time limit truncates (or say that the horizon is part of the problem)");
        }
    }

    private ulong SeedOf(int episode) => EpisodeSeeds.Of(_options.Seed, environment: 0, episode);

    private float[] ActionOf(Space space)
    {
        float[] action = new float[space.Size];
        var random = new Numerics.Randomness.RandomStream(_options.Seed, Numerics.Randomness.RandomPurpose.ActionSampling, 0, 0);
        space.Sample(ref random, action);
        return action;
    }

    private static IEnumerable<float[]> WrongActions(Space space, float[] valid)
    {
        float[] notANumber = [.. valid];
        notANumber[^1] = float.NaN;
        yield return notANumber;
        float[] beyond = [.. valid];
        beyond[0] = 1e30f;
        if (!space.Contains(beyond))
        {
            yield return beyond;
        }

        yield return [.. valid, 0];
    }

    private static string Offender(Space space, float[] observation)
    {
        if (space is not BoxSpace box)
        {
            return string.Empty;
        }

        for (int i = 0; i < box.Size; i++)
        {
            if (!(observation[i] >= box.Low[i] && observation[i] <= box.High[i]))
            {
                return $": element {i} must be within [{box.Low[i]:R}, {box.High[i]:R}]";
            }
        }

        return string.Empty;
    }

    private static bool Refuses<TException>(Action act)
        where TException : Exception
    {
        try
        {
            act();
            return false;
        }
        catch (TException)
        {
            return true;
        }
    }

    private void Note(EnvironmentFaultKind kind, string message)
    {
        if (!_faults.Exists(fault => fault.Kind == kind))
        {
            _faults.Add(new EnvironmentFault(kind, message));
        }
    }
}
