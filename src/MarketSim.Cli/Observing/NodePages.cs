using System.Text;
using MarketSim.Cluster.Observing;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MarketSim.Cli.Observing;

/// <summary>The responses of the endpoint of a node.</summary>
internal sealed class NodePages(MetricsPage metrics) : IHttpApplication<HttpContext>
{
    private const string PlainText = "text/plain; charset=utf-8";
    private const string Json = "application/json";

    private NodeStatus? _node;

    public void Show(NodeStatus node) => Volatile.Write(ref _node, node);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public Task ProcessRequestAsync(HttpContext context) => context.Request switch
    {
        { Method: not ("GET" or "HEAD") } => AnswerAsync(context, StatusCodes.Status405MethodNotAllowed, PlainText, "Only GET and HEAD are answered.\n"),
        { Path.Value: MetricsPage.Path } => metrics.AnswerAsync(context),
        { Path.Value: "/health" } => AnswerHealthAsync(context, body => body.Condition != NodeCondition.Down),
        { Path.Value: "/health/live" } => AnswerAsync(context, StatusCodes.Status200OK, PlainText, "live\n"),
        { Path.Value: "/health/ready" } => AnswerHealthAsync(context, body => body.IsReady),
        { Path.Value: "/members" } => AnswerMembersAsync(context),
        _ => AnswerAsync(context, StatusCodes.Status404NotFound, PlainText, "There are /metrics, /health, /health/live, /health/ready and /members.\n"),
    };

    private Task AnswerMembersAsync(HttpContext context)
    {
        MembersBody body = Volatile.Read(ref _node) is { } node ? MembersBody.Of(node.Read()) : MembersBody.None;
        return AnswerAsync(context, StatusCodes.Status200OK, Json, body.ToJson());
    }

    private Task AnswerHealthAsync(HttpContext context, Func<HealthBody, bool> isGood)
    {
        HealthBody body = Volatile.Read(ref _node) is { } node ? HealthBody.Of(node.Health(), node.Read()) : HealthBody.NotBegun;
        return AnswerAsync(
            context, isGood(body) ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable, Json, body.ToJson());
    }

    private static Task AnswerAsync(HttpContext context, int status, string contentType, string body)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.StatusCode = status;
        context.Response.ContentType = contentType;
        context.Response.ContentLength = bytes.Length;
        context.Response.Headers.CacheControl = "no-store";
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(bytes).AsTask();
    }
}
