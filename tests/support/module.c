/* A module for the tests of loading modules: it has one setting, and refuses to be loaded if its first argument
 * is "fail". The server hands its API over by name, so no header of the server's is needed. */

#include <string.h>

typedef int (*get_api)(const char *name, void *function);
typedef int (*is_taken)(const char *name);
typedef void (*set_attributes)(void *ctx, const char *name, int version, int api_version);
typedef const char *(*string_data)(const void *string, size_t *length);
typedef long long (*get_number)(const char *name, void *data);
typedef int (*set_number)(const char *name, long long value, void *data, void **error);
typedef int (*register_number)(void *ctx, const char *name, long long usual, unsigned flags, long long min,
                               long long max, get_number get, set_number set, void *apply, void *data);
typedef int (*load_settings)(void *ctx);

static long long limit;

static long long get_limit(const char *name, void *data) {
    return limit;
}

static int set_limit(const char *name, long long value, void *data, void **error) {
    limit = value;
    return 0;
}

int RedisModule_OnLoad(void **ctx, void **args, int count) {
    get_api get = (get_api)ctx[0];
    is_taken is_name_taken;
    set_attributes set_module_attributes;
    string_data data_of;
    register_number register_setting;
    load_settings load;
    size_t length;

    if (get("RedisModule_IsModuleNameBusy", &is_name_taken) || get("RedisModule_SetModuleAttribs", &set_module_attributes) ||
        get("RedisModule_StringPtrLen", &data_of) || is_name_taken("redialtest"))
        return 1;
    set_module_attributes(ctx, "redialtest", 10203, 1);
    if (count > 0 && strcmp(data_of(args[0], &length), "fail") == 0)
        return 1;
    /* Settings came with 7.0. */
    if (get("RedisModule_RegisterNumericConfig", &register_setting) || get("RedisModule_LoadConfigs", &load))
        return 0;
    return register_setting(ctx, "limit", 5, 0, 0, 1000, get_limit, set_limit, NULL, NULL) || load(ctx);
}

int RedisModule_OnUnload(void *ctx) {
    return 0;
}
