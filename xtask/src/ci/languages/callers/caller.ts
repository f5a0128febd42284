/** Calls a sandbox through the generated client: pages, a write, words nobody knows, refusals. */

import { strict as assert } from 'node:assert';
import { env } from 'node:process';

import { Configuration, ContentApi, type Post, type Refusal, RefusalFromJSON, ResponseError } from './index';

function library(key: string | undefined): ContentApi {
    return new ContentApi(new Configuration({
        basePath: env['CC_BASE_URL'] ?? '',
        accessToken: key ?? '',
        apiKey: env['CC_TENANT'] ?? '',
    }));
}

async function allPosts(content: ContentApi): Promise<Post[]> {
    const posts: Post[] = [];
    for (;;) {
        const page = await content.getPosts({ limit: 50, offset: posts.length });
        posts.push(...page.results);
        if (page.results.length === 0 || posts.length >= page.count) {
            return posts;
        }
    }
}

/** The refusal of a call that must be refused so, and the headers that came with it. */
async function refused(status: number, call: () => Promise<unknown>): Promise<[Refusal, Headers]> {
    try {
        await call();
    } catch (error) {
        if (!(error instanceof ResponseError)) throw error;
        assert.equal(error.response.status, status);
        const refusal = RefusalFromJSON(await error.response.json());
        assert.ok(refusal.message);
        return [refusal, error.response.headers];
    }
    throw new Error(`no ${status}`);
}

async function main(): Promise<void> {
    const content = library(env['CC_API_KEY']);
    const reader = library(env['CC_READ_ONLY_KEY']);

    const posts = await allPosts(content);
    assert.ok(posts.length > 100);
    assert.equal(new Set(posts.map((post) => post.slug)).size, posts.length);
    // The sandbox plays a word that is not in the document.
    assert.deepEqual([...new Set(posts.map((post) => post.contentType))], ['Hologram']);

    const idOrSlug = posts[0]?.slug ?? '';
    const marked = await content.updatePost({ idOrSlug, postUpdate: { isFavorite: true } });
    assert.equal(marked.isFavorite, true);
    assert.equal((await content.getPost({ idOrSlug })).isFavorite, true);

    await refused(401, () => library('cc_wrong').getPosts());
    const [forbidden] = await refused(403, () => reader.updatePost({ idOrSlug, postUpdate: { isFavorite: false } }));
    assert.deepEqual(forbidden.missingScopes, ['content:write']);
    const [, headers] = await refused(429, async () => {
        for (let call = 0; call < 40; call += 1) await reader.getPosts({ limit: 1 });
    });
    assert.ok(Number(headers.get('Retry-After')) > 0);
    console.log(`${posts.length} posts in pages of 50, a write, an unknown word, and 401, 403, 429 as typed errors`);
}

void main();
