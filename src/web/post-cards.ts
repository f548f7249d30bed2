import type { BoostSummary } from "#store/boosts.ts";
import type { PostSummary } from "#store/post-summaries.ts";
import type { PhotoView } from "#ui/photo.ts";
import type { PostCardView } from "#ui/post-card.ts";
import { personViews } from "./person-view.ts";
import type { WebServices } from "./services.ts";

/** A post, and who passed it on where it came that way. */
export interface ShownPost {
  readonly post: PostSummary;
  readonly boost?: BoostSummary | undefined;
}

/** How a list or a thread shows these posts; one query whatever their number. */
export async function postCards(services: WebServices, shown: readonly ShownPost[]): Promise<PostCardView[]> {
  const personView = await personViews(
    services,
    shown.flatMap(({ post, boost }) => (boost === undefined ? [post.author] : [post.author, boost.by])),
  );
  return shown.map(({ post, boost }) => {
    const photos = post.attachments.flatMap((one) => photoOf(one, post.sensitive));
    return {
      id: post.id,
      url: `/posts/${post.id}`,
      author: personView(post.author),
      boostedBy: boost && personView(boost.by),
      audience: post.audience,
      content: post.content,
      summary: post.summary,
      language: post.language,
      photos,
      elsewhere: post.attachments.length - photos.length,
      homeUrl: post.local ? undefined : post.url,
      publishedAt: post.publishedAt,
      editedAt: post.editedAt,
      replies: post.counts.replies,
    };
  });
}

/** A picture whose bytes are here; nothing for anything else, since nothing is linked from elsewhere. */
function photoOf(attachment: PostSummary["attachments"][number], sensitive: boolean): PhotoView[] {
  const { id, stored, width, height, blurhash, alt } = attachment;
  if (!stored || width === null || height === null) return [];
  const url = `/media/${id}`;
  return [
    {
      url,
      thumbnailUrl: `${url}/thumbnail`,
      width,
      height,
      blurhash: blurhash ?? "",
      alt: alt === "" ? "No description was given" : alt,
      graphic: sensitive,
    },
  ];
}
