/**
 * Dictionary 1 of raw deflate (docs/spec/archive.md §4): the shape of Matrix events and of the box's facts, without one
 * word of real traffic. These bytes are part of the format; a vector holds them.
 */
export const dictionary1: Uint8Array = Buffer.from(
  [
    '{"k":"coverage","at":,"k":"gap","k":"access","k":"verified","room":"!","account":"acct_","bridge":"whatsapp","client":"clnt_","person":"pers_',
    '{"k":"audit","at":17,"seq":,"actor":"pers_","action":"room.claimed","target":"!","reason":null,"detail":{"roomId":"!"}}',
    '{"k":"bridge-state","at":17,"account":"acct_","state":"transient-disconnect","reason":null}',
    '{"k":"portal","at":17,"room":"!","bridge":"whatsapp","account":"acct_","client":"clnt_","other":"@whatsapp_","direct":true,"name":null,"state":"open"}',
    '{"k":"ownership","at":17,"room":"!","owner":"@","via":"handover","handover":"hand_"}',
    '{"k":"media","at":17,"room":"!","event":"$","mxc":"mxc://","blob":"","size":,"sha256":"","missing":"NOT_FOUND"}',
    '{"k":"decision","at":17,"room":"!","event":"$","sender":"@","verdict":"pass","code":null,"detail":null}{"k":"refusal","code":"NOT_OWNER"',
    '{"k":"delivery","at":17,"room":"!","event":"$","account":"acct_","sender":"@","as":"@acct_whatsapp_","state":"delivered","reason":null,"confirmedBy":null}',
    '"type":"m.room.member","content":{"membership":"join","displayname":"","avatar_url":"mxc://"},"state_key":"@signal_","prev_state":[],',
    '"type":"com.beeper.message_send_status","content":{"m.relates_to":{"rel_type":"m.reference","event_id":"$"},"network":"telegram","status":"SUCCESS","success":true',
    '"type":"m.reaction","content":{"m.relates_to":{"rel_type":"m.annotation","event_id":"$","key":"',
    '"type":"m.room.redaction","redacts":"$","content":{"redacts":"$","reason":"',
    '"msgtype":"m.image","url":"mxc://","info":{"mimetype":"image/jpeg","size":,"w":,"h":,"thumbnail_url":"mxc://"},"filename":"',
    '"msgtype":"m.audio","org.matrix.msc3245.voice":{},"org.matrix.msc1767.audio":{"duration":,"waveform":[',
    '"m.new_content":{"msgtype":"m.text","body":""},"m.relates_to":{"rel_type":"m.replace","event_id":"$"},"m.relates_to":{"m.in_reply_to":{"event_id":"$"}}',
    '"format":"org.matrix.custom.html","formatted_body":"<strong></strong><a href=\\"https://","com.beeper.linkpreviews":[],"fi.mau.double_puppet_source":"mautrix-whatsapp"',
    '{"k":"event","at":17,"room":"!","eventId":"$","via":"stream","late":false,"streamOrdering":1,"event":{"auth_events":["$","$","$"],"prev_events":["$"],',
    '"type":"m.room.message","room_id":"!","sender":"@whatsapp_","content":{"msgtype":"m.text","body":"","m.mentions":{}},"depth":,"prev_state":[],',
    '"origin_server_ts":17,"hashes":{"sha256":"","signatures":{"holdfast.localhost":{"ed25519:"}},"unsigned":{"age_ts":17}}}',
  ].join(''),
);
