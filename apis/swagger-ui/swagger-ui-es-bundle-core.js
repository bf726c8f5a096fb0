// Not part of /docs, which needs swagger-ui-bundle.js alone.
