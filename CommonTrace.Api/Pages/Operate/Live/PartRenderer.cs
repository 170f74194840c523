using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;

namespace CommonTrace.Api.Pages.Operate.Live;

/// <summary>Renders a component to HTML for whoever looks: it must not depend on a request.</summary>
internal sealed class PartRenderer(IServiceScopeFactory scopes, ILoggerFactory loggers)
{
    public async Task<string> RenderAsync<TComponent>(string parameter, object? value)
        where TComponent : IComponent
    {
        // One for each: a renderer keeps what it rendered until it ends.
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<TComponent>(ParameterView.FromDictionary(new Dictionary<string, object?> { [parameter] = value }))).ToHtmlString());
    }
}
