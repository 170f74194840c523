using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace CommonTrace.Api.Pages.Text;

/// <summary>Text in a component, with what is invisible in it as marks.</summary>
internal static class VisibleMarkup
{
    public static RenderFragment Of(string text) => builder => builder.AddVisible(text);

    public static void AddVisible(this RenderTreeBuilder builder, string text)
    {
        foreach (var run in VisibleText.RunsOf(text))
        {
            if (!run.IsMark)
            {
                builder.AddContent(0, run.Text);
                continue;
            }

            builder.OpenElement(1, "span");
            builder.AddAttribute(2, "class", "mark");
            builder.AddAttribute(3, "title", VisibleText.MarkTitle);
            builder.AddContent(4, run.Text);
            builder.CloseElement();
        }
    }
}
