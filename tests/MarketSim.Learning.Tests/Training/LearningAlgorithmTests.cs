using MarketSim.Learning.Algorithms;
using MarketSim.Learning.Environments.Checking;
using MarketSim.Learning.Environments.Classic;
using MarketSim.Learning.Environments.Vectors;
using MarketSim.Learning.Networks;
using MarketSim.Learning.Optimisation;
using MarketSim.Learning.Policies;
using MarketSim.Learning.Spaces;
using MarketSim.Learning.Tests.Environments.Checking;
using MarketSim.Learning.Training;

namespace MarketSim.Learning.Tests.Training;

public sealed class LearningAlgorithmTests
{
    private static readonly PpoOptions Quick = new() { StepsPerRollout = 32, BatchSize = 64, Epochs = 4, HiddenSizes = [16] };

    [Fact]
    public void Loaded_model_predicts_alike_and_trains_on_with_another_learning_rate()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        var model = new Ppo(CartPoles(2), Quick, seed: 4);
        model.Learn(128);
        model.Save(path);
        Ppo loaded = Ppo.Load(path, CartPoles(3), options => options with { LearningRate = 5e-4 });
        float[] observation = [0.1f, 0.2f, -0.1f, 0.3f];
        Assert.Equal(model.Predict(observation, deterministic: true), loaded.Predict(observation, deterministic: true));
        Assert.Equal(model.Policy.Weights.ToArray(), loaded.Policy.Weights.ToArray());
        loaded.Learn(400);
        Assert.Equal(5e-4, loaded.Figures["train/learning_rate"]);
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    public void Loaded_model_counts_its_steps_anew_and_a_resumed_one_goes_on_to_the_total(string name)
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        bool isPpo = name == "PPO";
        PpoOptions ppo = Quick with { LearningRate = Schedule.LinearToZero(1e-3) };
        SacOptions sac = new() { LearningRate = Schedule.LinearToZero(1e-3), LearningStarts = 64, HiddenSizes = [8], BatchSize = 8, StepsPerUpdate = 64, GradientStepsPerStep = 0.1 };
        LearningAlgorithm model = isPpo ? new Ppo(CartPoles(2), ppo) : new Sac(CartPoles(2), sac);
        model.Learn(256);
        model.Save(path);

        LearningAlgorithm resumed = isPpo ? Ppo.Resume(path, CartPoles(2)) : Sac.Resume(path, CartPoles(2));
        float[] weights = resumed.Policy.Weights.ToArray();
        Assert.True(resumed.Learn(256));
        Assert.Equal(256, resumed.Steps);
        Assert.Equal(weights, resumed.Policy.Weights.ToArray());

        LearningAlgorithm loaded = isPpo ? Ppo.Load(path, CartPoles(2)) : Sac.Load(path, CartPoles(2));
        Assert.Equal(0, loaded.Steps);
        long version = loaded.Learner.Version;
        Assert.False(loaded.Learn(256, new InterruptAfter(64)));
        Assert.Equal(64, loaded.Steps);
        Assert.Equal(version + 1, loaded.Learner.Version);
        Assert.InRange(loaded.Figures["train/learning_rate"], 0.5e-3, 0.99e-3);
        Assert.True(loaded.Learn(256));
        Assert.NotEqual(weights, loaded.Policy.Weights.ToArray());
    }

    [Fact]
    public void Loaded_model_sees_other_episodes_than_those_it_was_trained_in()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        var model = new Ppo(CartPoles(2), Quick, seed: 4);
        model.Learn(64);
        model.Save(path);
        Assert.Equal(5UL, Ppo.Load(path, CartPoles(2)).Seed);
        VectorEnvironment environment = CartPoles(2);
        Ppo other = Ppo.Load(path, environment, seed: 77);
        Assert.Equal(77UL, other.Seed);
        other.Learn(64);
        VectorEnvironment same = CartPoles(2);
        Ppo alike = Ppo.Load(path, same, seed: 77);
        alike.Learn(64);
        Assert.Equal(environment.Observations.ToArray(), same.Observations.ToArray());
        VectorEnvironment different = CartPoles(2);
        Ppo.Load(path, different).Learn(64);
        Assert.NotEqual(environment.Observations.ToArray(), different.Observations.ToArray());
    }

    [Fact]
    public void Change_of_what_a_saved_model_cannot_change_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        new Ppo(CartPoles(1), Quick).Save(path);
        AssertRefused(options => options with { Activation = Activation.Relu }, "activation is changed to 'Relu', but the saved model has 'Tanh'");
        AssertRefused(options => options with { HiddenSizes = [8] }, "hiddenSizes is changed to '8', but the saved model has '16'");
        AssertRefused(options => options with { LstmSize = 4 }, "lstmSize");
        AssertRefused(options => options with { NormalizeRewards = true }, "normalizeRewards");
        AssertRefused(options => options with { ValueHiddenSizes = [9] }, "valueHiddenSizes");
        string sac = folder.PathOf("sac");
        new Sac(CartPoles(1), new SacOptions { HiddenSizes = [8], ReplayCapacity = 100 }).Save(sac);
        ArgumentException error = Assert.Throws<ArgumentException>(() => Sac.Load(sac, CartPoles(1), options => options with { ReplayCapacity = 200 }));
        Assert.Contains("replayCapacity is changed to '200'", error.Message, StringComparison.Ordinal);

        void AssertRefused(Func<PpoOptions, PpoOptions> change, string message) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => Ppo.Load(path, CartPoles(1), change)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("SAC")]
    public void Training_whose_environment_failed_in_a_step_is_neither_saved_nor_continued(string name)
    {
        using var folder = new TemporaryFolder();
        LearningAlgorithm model = LearnerFactory.Create(name, new VectorEnvironment(1, _ => new SpoiledEnvironment(double.NaN, 0)));
        Assert.Throws<ArgumentException>(() => model.Learn(1_000));
        Assert.Contains("in the midst of a step", Assert.Throws<InvalidOperationException>(() => model.Save(folder.PathOf("model"))).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => model.Learn(2_000));
        Assert.False(File.Exists(folder.PathOf("model")));
    }

    [Fact]
    public void Environment_that_saves_nothing_is_refused_on_resume_and_may_be_trained_on_in_fresh_episodes()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        var model = new Ppo(new VectorEnvironment(1, _ => new FaultyEnvironment(EnvironmentFaultKind.SaveWritesNothing)), Quick);
        model.Learn(64);
        model.Save(path);
        var again = new VectorEnvironment(1, _ => new FaultyEnvironment(EnvironmentFaultKind.SaveWritesNothing));

        Assert.Contains("Environment 0 (FaultyEnvironment) cannot resume its episode", Assert.Throws<InvalidDataException>(() => Ppo.Resume(path, again)).Message, StringComparison.Ordinal);
        Assert.True(Ppo.Load(path, again).Learn(64));
    }

    [Fact]
    public void Episodes_of_an_evaluation_are_the_same_in_any_number_of_environments()
    {
        var model = new Ppo(CartPoles(2), Quick, seed: 4);
        model.Learn(64);

        EvaluationResult alone = model.Evaluate(CartPoles(1), 12, seed: 9);

        Assert.Equal(alone.Returns, model.Evaluate(CartPoles(5), 12, seed: 9).Returns);
        Assert.NotEqual(alone.Returns, model.Evaluate(CartPoles(5), 12, seed: 10).Returns);
    }

    [Fact]
    public void Critic_may_have_layers_of_its_own()
    {
        var model = new Ppo(CartPoles(1), Quick with { ValueHiddenSizes = [5, 3] });
        Assert.Equal([4, 5], model.Learner.Policy is ActorCriticPolicy policy ? policy.Layout["critic.0.weight"].Shape : []);
        Assert.Equal([4, 16], ((ActorCriticPolicy)model.Policy).Layout["actor.0.weight"].Shape);
        var sac = new Sac(CartPoles(1), new SacOptions { HiddenSizes = [8], CriticHiddenSizes = [7], BatchSize = 4, LearningStarts = 4 });
        sac.Learn(20);
        Assert.True(sac.Learner.Version > 0);
    }

    [Fact]
    public void Value_clip_range_counts_only_where_values_move_further()
    {
        PpoOptions still = Quick with { ValueClipRange = 0, Epochs = 2, MaximumGradientNorm = double.PositiveInfinity };
        var model = new Ppo(CartPoles(1), still, seed: 1);
        var free = new Ppo(CartPoles(1), still with { ValueClipRange = 1e9 }, seed: 1);
        var unbounded = new Ppo(CartPoles(1), still with { ValueClipRange = null }, seed: 1);
        foreach (Ppo ppo in (Ppo[])[model, free, unbounded])
        {
            ppo.Learn(64);
        }

        Assert.Equal(unbounded.Policy.Weights.ToArray(), free.Policy.Weights.ToArray());
        Assert.NotEqual(unbounded.Policy.Weights.ToArray(), model.Policy.Weights.ToArray());
    }

    [Fact]
    public void Model_of_another_algorithm_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        new A2c(CartPoles(1)).Save(path);
        Assert.Contains("is of A2C; load it as such", Assert.Throws<InvalidDataException>(() => Ppo.Load(path, CartPoles(1))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_other_spaces_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("model");
        new Ppo(CartPoles(1)).Save(path);
        var pendulum = new VectorEnvironment(1, _ => Pendulum.Version1());
        Assert.Contains("actor.0.weight [4 x 64]", Assert.Throws<InvalidDataException>(() => Ppo.Load(path, pendulum)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Deterministic_prediction_is_the_same_each_time_and_a_stochastic_one_is_not()
    {
        var model = new Ppo(new VectorEnvironment(1, _ => Pendulum.Version1()), seed: 2);
        float[] observation = [1, 0, 0.5f];
        Assert.Equal(model.Predict(observation, deterministic: true), model.Predict(observation, deterministic: true));
        Assert.NotEqual(model.Predict(observation), model.Predict(observation));
    }

    [Fact]
    public void Recurrent_prediction_carries_its_state_from_step_to_step()
    {
        var model = new Ppo(new VectorEnvironment(1, _ => Pendulum.Version1()), Quick with { LstmSize = 8 }, seed: 2);
        float[] observation = [1, 0, 0.5f];
        float[] state = new float[model.Policy.StateSize];
        float[] first = model.Predict(observation, deterministic: true, state);
        Assert.Contains(state, static value => value != 0);
        float[] second = model.Predict(observation, deterministic: true, state);
        Assert.NotEqual(first, second);
        Assert.Equal(first, model.Predict(observation, deterministic: true));
    }

    [Fact]
    public void Evaluation_does_not_touch_the_training()
    {
        var disturbed = new Ppo(CartPoles(2), Quick, seed: 4);
        disturbed.Learn(128, new InterruptAfter(64));
        EvaluationResult first = disturbed.Evaluate(CartPoles(4), 8);
        Assert.Equal(first.Returns, disturbed.Evaluate(CartPoles(4), 8).Returns);
        disturbed.Predict([0, 0, 0, 0]);
        disturbed.Learn(256);
        var alone = new Ppo(CartPoles(2), Quick, seed: 4);
        alone.Learn(128, new InterruptAfter(64));
        alone.Learn(256);
        Assert.Equal(alone.Policy.Weights.ToArray(), disturbed.Policy.Weights.ToArray());
    }

    [Fact]
    public void Environment_of_the_training_is_refused_for_evaluation()
    {
        VectorEnvironment environment = CartPoles(1);
        Assert.Throws<ArgumentException>(() => new Ppo(environment, Quick).Evaluate(environment, 1));
    }

    [Theory]
    [InlineData(double.NaN, 0, "reward of environment 0 is NaN in step 49 of its episode")]
    [InlineData(1e300, 0, "reward of environment 0 is 1E+300 in step 49 of its episode; it must be finite, and within")]
    [InlineData(1, float.NaN, "observation of environment 0 is NaN")]
    public void Environment_that_shows_or_pays_what_is_no_number_is_refused(double reward, float observation, string message)
    {
        foreach (string name in LearnerFactory.Names)
        {
            var environment = new VectorEnvironment(1, _ => new SpoiledEnvironment(reward, observation));
            LearningAlgorithm model = LearnerFactory.Create(name, environment);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => model.Learn(1000)).Message, StringComparison.Ordinal);
            Assert.All(model.Policy.Weights.ToArray(), static weight => Assert.True(float.IsFinite(weight)));
        }
    }

    [Theory]
    [InlineData("PPO")]
    [InlineData("A2C")]
    [InlineData("SAC")]
    public void Training_allocates_nothing_per_step_in_the_steady_state(string name)
    {
        Dictionary<string, object> parameters = new(StringComparer.Ordinal) { ["hiddenSizes"] = "16,16" };
        if (name == "PPO")
        {
            parameters["stepsPerRollout"] = 64;
        }

        LearningAlgorithm model = LearnerFactory.Create(name, new VectorEnvironment(2, _ => new EndlessEnvironment(new DiscreteSpace(2), cutIsEnd: false)), parameters);
        model.Learn(1_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Learn(2_000);

        // The call itself may allocate a little; per step it would be thousands.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000);
    }

    private static VectorEnvironment CartPoles(int count) => new(count, static _ => CartPole.Version1());
}
