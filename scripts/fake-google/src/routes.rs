//! What is at which address.

use actix_web::{HttpRequest, web};

use crate::{call::Call, control, fields::Fields, serve::serve, state::World};

pub(crate) fn configure(config: &mut web::ServiceConfig) {
    config.configure(control::configure);
    let gets = [
        ("/o/oauth2/v2/auth", Call::Authorize),
        ("/youtube/v3/playlists", Call::PlaylistsList),
        ("/youtube/v3/playlistItems", Call::PlaylistItemsList),
        ("/youtube/v3/videos", Call::VideosList),
        ("/youtube/v3/channels", Call::ChannelsList),
    ];
    for (path, call) in gets {
        config
            .route(path, web::get().to(move |asked, body, world| serve(call, asked, body, world)));
    }
    let posts = [
        ("/o/oauth2/v2/consent", Call::Consent),
        ("/revoke", Call::Revoke),
        ("/youtube/v3/playlists", Call::PlaylistsInsert),
        ("/youtube/v3/playlistItems", Call::PlaylistItemsInsert),
    ];
    for (path, call) in posts {
        config
            .route(path, web::post().to(move |asked, body, world| serve(call, asked, body, world)));
    }
    config.route("/token", web::post().to(token));
    config.default_service(web::to(|asked: HttpRequest, body, world| {
        serve(Call::Other, asked, body, world)
    }));
}

/// What a form asks of the token endpoint is two calls for the faults and the books.
async fn token(
    request: HttpRequest,
    body: web::Bytes,
    world: web::Data<World>,
) -> actix_web::HttpResponse {
    let call = match Fields::parse(&body).get("grant_type") {
        Some("authorization_code") => Call::Exchange,
        _ => Call::Refresh,
    };
    serve(call, request, body, world).await
}
