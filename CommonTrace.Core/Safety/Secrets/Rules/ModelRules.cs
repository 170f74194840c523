namespace CommonTrace.Core.Safety.Secrets.Rules;

/// <summary>Providers of language models and of vector stores.</summary>
internal static class ModelRules
{
    public static readonly SecretRule[] All =
    [
        new("anthropic_key", ["sk-ant-"], @"\bsk-ant-[a-z0-9]{3,12}-[A-Za-z0-9_-]{80,}"),
        // All of them have "OpenAI" in Base64 in the middle.
        new("openai_key", ["T3BlbkFJ"], @"\bsk-(?:[A-Za-z0-9]{2,10}-)?[A-Za-z0-9_-]{20,74}T3BlbkFJ[A-Za-z0-9_-]{20,74}"),
        new("openrouter_key", ["sk-or-v1-"], @"\bsk-or-v1-[a-f0-9]{64}\b"),
        new("deepseek_key", ["sk-"], @"\bsk-[a-f0-9]{32}\b"),
        new("huggingface_token", ["hf_", "api_org_"], @"\b(?:hf|api_org)_[A-Za-z]{34}\b"),
        new("replicate_token", ["r8_"], @"\br8_[A-Za-z0-9]{37}\b"),
        new("groq_key", ["gsk_"], @"\bgsk_[A-Za-z0-9]{52}\b"),
        new("perplexity_key", ["pplx-"], @"\bpplx-[A-Za-z0-9]{48}\b"),
        new("xai_key", ["xai-"], @"\bxai-[A-Za-z0-9]{80}\b"),
        new("langsmith_key", ["lsv2_"], @"\blsv2_(?:pt|sk)_[a-f0-9]{32}_[a-f0-9]{10}\b"),
        new("nvidia_key", ["nvapi-"], @"\bnvapi-[A-Za-z0-9_-]{60,}"),
        new("cerebras_key", ["csk-"], @"\bcsk-[a-z0-9]{48}\b"),
        new("together_key", ["tgp_v1_"], @"\btgp_v1_[A-Za-z0-9_-]{43}"),
        new("elevenlabs_key", ["sk_"], @"\bsk_[a-f0-9]{48}\b"),
        new("pinecone_key", ["pcsk_"], @"\bpcsk_[A-Za-z0-9]{4,8}_[A-Za-z0-9]{50,70}\b"),
        new("tavily_key", ["tvly-"], @"\btvly-(?:dev-|prod-)?[A-Za-z0-9]{32}\b"),
        new("jina_key", ["jina_"], @"\bjina_[a-f0-9]{32}[A-Za-z0-9_-]{20,40}"),
    ];
}
