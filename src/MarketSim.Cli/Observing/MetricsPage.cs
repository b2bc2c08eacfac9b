using MarketSim.Cluster.Observing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MarketSim.Cli.Observing;

/// <summary>Collects what the meters of this process count, from its making on, and shows it as Prometheus reads it.</summary>
internal sealed class MetricsPage : IDisposable
{
    public const string Path = "/metrics";

    private const string RuntimeMeter = "System.Runtime";

    private readonly MeterProvider _provider;
    private readonly ServiceProvider _services = new ServiceCollection().BuildServiceProvider();
    private readonly RequestDelegate _answer;

    public MetricsPage()
    {
        _provider = Sdk.CreateMeterProviderBuilder()
            .AddMeter([.. ClusterMetrics.MeterNames, RuntimeMeter])
            .AddPrometheusExporter(options => options.ScrapeResponseCacheDurationMilliseconds = 0)
            .Build();
        var pipeline = new ApplicationBuilder(_services);
        pipeline.UseOpenTelemetryPrometheusScrapingEndpoint(_provider, predicate: null, Path, configureBranchedPipeline: null, optionsName: null);
        _answer = pipeline.Build();
        ClusterMetrics.BeginAtZero();
    }

    public Task AnswerAsync(HttpContext context) => _answer(context);

    public void Dispose()
    {
        _provider.Dispose();
        _services.Dispose();
    }
}
