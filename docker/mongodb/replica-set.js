// Makes the replica set and Dataget's user, once. Run by mongosh without a connection.
const { readFileSync } = require("fs");
const secret = (name) => readFileSync(`/run/secrets/${name}`, "utf8").trim();
const host = process.env.MONGODB_HOST || "mongodb:27017";

const root = encodeURIComponent(secret("mongodb_root_password"));
const server = connect(`mongodb://root:${root}@${host}/admin?directConnection=true`);
try {
  server.adminCommand({ replSetGetStatus: 1 });
} catch (error) {
  if (error.codeName !== "NotYetInitialized") throw error;
  server.adminCommand({ replSetInitiate: { _id: "dataget", members: [{ _id: 0, host }] } });
}
while (!server.hello().isWritablePrimary) sleep(200);

// The months are databases of their own, whose names nobody knows beforehand.
const roles = ["readWriteAnyDatabase", "dbAdminAnyDatabase"];
const dataget = { pwd: secret("mongodb_password"), roles };
if (server.getUser("dataget")) server.updateUser("dataget", dataget);
else server.createUser({ user: "dataget", ...dataget });
