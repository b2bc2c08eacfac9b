using System.Net;
using System.Text.Json;

namespace MarketSim.Live.Tests;

/// <summary>A viewer without a browser.</summary>
internal sealed class PageClient(Uri address) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly HttpClient _http = new() { BaseAddress = address, Timeout = Limit };

    public async Task<JsonElement> StateAsync()
    {
        using JsonDocument document = JsonDocument.Parse(await _http.GetStringAsync("/state"));
        return document.RootElement.Clone();
    }

    public async Task<(HttpStatusCode Status, string Text)> PostAsync(string path, bool hasHeader = true)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path);
        if (hasHeader)
        {
            request.Headers.Add("X-MarketSim", "1");
        }

        using HttpResponseMessage answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<(HttpStatusCode Status, string Text)> GetAsync(string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using HttpResponseMessage answer = await _http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    /// <summary>The stream's frames as they come, without end.</summary>
    public async IAsyncEnumerable<JsonElement> FramesAsync()
    {
        using var limit = new CancellationTokenSource(Limit);
        using var reader = new StreamReader(await _http.GetStreamAsync("/events", limit.Token));
        while (await reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.StartsWith("data: {\"number\"", StringComparison.Ordinal))
            {
                using JsonDocument document = JsonDocument.Parse(line["data: ".Length..]);
                yield return document.RootElement.Clone();
            }
        }
    }

    /// <summary>Reads frames until one is as wanted.</summary>
    public async Task<JsonElement> UntilAsync(Func<JsonElement, bool> isWanted)
    {
        await foreach (JsonElement frame in FramesAsync())
        {
            if (isWanted(frame))
            {
                return frame;
            }
        }

        throw new InvalidOperationException("The stream ended before a frame was as wanted.");
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>Reads frames.</summary>
internal static class Frames
{
    public static string Status(this JsonElement frame) => frame.GetProperty("status").GetString()!;

    public static long Tick(this JsonElement frame) => frame.GetProperty("now") is { ValueKind: JsonValueKind.Object } now ? now.GetProperty("tick").GetInt64() : -1;

    public static long Count(this JsonElement frame, string name) => frame.GetProperty("now").GetProperty("counts").GetProperty(name).GetInt64();
}
