using System.Globalization;
using System.Text;
using MarketSim.Live.Configuration;
using MarketSim.Live.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MarketSim.Live.Serving;

/// <summary>The HTTP endpoints of the server: the page and its parts, the state, the stream of frames, and the viewers' commands.</summary>
internal sealed class LivePages(LiveSource source, FrameBuilder frames, ViewerHub hub, LiveOptions options)
{
    private const string PlainText = "text/plain; charset=utf-8";

    // A few intervals between frames.
    private static readonly TimeSpan ImagePatience = TimeSpan.FromMilliseconds(400);

    private readonly Access _access = new(options);

    public Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        context.Response.Headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        if (_access.Refusal(request) is { } refusal)
        {
            return TextAsync(context, refusal.Status, refusal.Message);
        }

        string path = request.Path.Value ?? "/";
        if (HttpMethods.IsPost(request.Method))
        {
            return path switch
            {
                "/control" => ControlAsync(context),
                "/follow" => FollowAsync(context),
                _ => TextAsync(context, StatusCodes.Status404NotFound, "There are /control and /follow."),
            };
        }

        if (!HttpMethods.IsGet(request.Method))
        {
            return TextAsync(context, StatusCodes.Status405MethodNotAllowed, "Only GET and POST are answered.");
        }

        if (path == "/" && _access.TakesToken(context))
        {
            context.Response.Redirect("/");
            return Task.CompletedTask;
        }

        return path switch
        {
            "/events" => StreamAsync(context),
            "/state" => StateAsync(context),
            _ when PageAssets.Files.TryGetValue(path, out (string ContentType, byte[] Content) file) => BytesAsync(context, file.ContentType, file.Content),
            _ => TextAsync(context, StatusCodes.Status404NotFound, "There is /, /state and /events."),
        };
    }

    private async Task StateAsync(HttpContext context)
    {
        await NewImageAsync(context.RequestAborted).ConfigureAwait(false);
        await BytesAsync(context, "application/json", frames.Whole(hub.Count, hub.Lost).ToJson()).ConfigureAwait(false);
    }

    // The market makes images for viewers alone: a program that asks for the state is one until there is an image, or it is clear that none comes.
    private async Task NewImageAsync(CancellationToken gone)
    {
        LiveImage? last = source.Image;
        if (!source.HasOldImage || hub.Add(options.MaxViewers) is not { } viewer)
        {
            return;
        }

        using var patience = new CancellationTokenSource(ImagePatience, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, patience.Token);
        try
        {
            while (ReferenceEquals(source.Image, last) && await viewer.Frames.WaitToReadAsync(either.Token).ConfigureAwait(false))
            {
                viewer.Frames.TryRead(out _);
            }
        }
        catch (OperationCanceledException) when (!gone.IsCancellationRequested)
        {
            // The market is held, or slower than that: its last image is the state.
        }
        finally
        {
            hub.Remove(viewer);
        }
    }

    private async Task StreamAsync(HttpContext context)
    {
        if (hub.Add(options.MaxViewers) is not { } viewer)
        {
            await TextAsync(context, StatusCodes.Status503ServiceUnavailable, $"{options.MaxViewers} pages are open already; close one.").ConfigureAwait(false);
            return;
        }

        try
        {
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            context.Response.ContentType = "text/event-stream";
            CancellationToken gone = context.RequestAborted;
            await context.Response.WriteAsync("retry: 1000\n\n", gone).ConfigureAwait(false);
            await SendAsync(context, WholeOr(viewer, []), gone).ConfigureAwait(false);
            while (await viewer.Frames.WaitToReadAsync(gone).ConfigureAwait(false))
            {
                while (viewer.Frames.TryRead(out byte[]? frame))
                {
                    await SendAsync(context, WholeOr(viewer, frame), gone).ConfigureAwait(false);
                }
            }

            await context.Response.WriteAsync("event: end\ndata: {}\n\n", gone).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException)
        {
            // The page was closed.
        }
        finally
        {
            hub.Remove(viewer);
        }
    }

    // Frames hold what has changed; one who misses any gets everything, and what is still queued may come again.
    private byte[] WholeOr(Viewer viewer, byte[] frame) => viewer.TakeNeedsWhole() ? frames.Whole(hub.Count, hub.Lost).ToJson() : frame;

    private static async Task SendAsync(HttpContext context, byte[] frame, CancellationToken gone)
    {
        await context.Response.Body.WriteAsync("data: "u8.ToArray(), gone).ConfigureAwait(false);
        await context.Response.Body.WriteAsync(frame, gone).ConfigureAwait(false);
        await context.Response.Body.WriteAsync("\n\n"u8.ToArray(), gone).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(gone).ConfigureAwait(false);
    }

    private Task ControlAsync(HttpContext context)
    {
        if (!options.MayControl)
        {
            return TextAsync(context, StatusCodes.Status403Forbidden, "This page is for looking only.");
        }

        string text = context.Request.Query["do"].ToString();
        if (!Enum.TryParse(text, ignoreCase: true, out LiveCommand command) || char.IsAsciiDigit(text[0]))
        {
            return TextAsync(context, StatusCodes.Status400BadRequest, $"'{text}' cannot be done; there are {string.Join(", ", Enum.GetNames<LiveCommand>()).ToLowerInvariant()}.");
        }

        long tick = -1;
        if (command == LiveCommand.Jump && !long.TryParse(context.Request.Query["tick"], NumberStyles.None, CultureInfo.InvariantCulture, out tick))
        {
            return TextAsync(context, StatusCodes.Status400BadRequest, "tick must be a whole number, e.g. tick=1200.");
        }

        return DoneAsync(context, source.Control(command, tick));
    }

    private Task FollowAsync(HttpContext context) =>
        int.TryParse(context.Request.Query["agent"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int account)
            ? DoneAsync(context, source.Follow(account))
            : TextAsync(context, StatusCodes.Status400BadRequest, "agent must be the number of an agent, or -1 for none.");

    private static Task DoneAsync(HttpContext context, string? whyNot) => whyNot is null
        ? TextAsync(context, StatusCodes.Status200OK, "done")
        : TextAsync(context, StatusCodes.Status409Conflict, whyNot);

    private static Task TextAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        return BytesAsync(context, PlainText, Encoding.UTF8.GetBytes(message + "\n"));
    }

    private static Task BytesAsync(HttpContext context, string contentType, byte[] content)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = content.Length;
        return context.Response.Body.WriteAsync(content).AsTask();
    }
}
